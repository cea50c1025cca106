/** What the host says about a refused request (RFC 9457). */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  traceId?: string;
  /** Mistakes by field. */
  errors?: Record<string, string[]>;
}

/** A request that did not succeed; `status` 0 means that the host was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Seconds to wait, when the host named them. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail ?? problem.title ?? `The host answered ${status}.`);
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** The mistakes of one field as a sentence; `undefined` when there are none. */
  field(name: string): string | undefined {
    const found = Object.entries(this.problem.errors ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase());
    return found?.[1].join(' ');
  }
}

/** The error of a response that is not a success. */
export async function toApiError(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get('retry-after'));
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  const text = await response.text();
  return new ApiError(response.status, parseProblem(text) ?? { title: response.statusText || undefined }, retryAfter);
}

function parseProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not JSON, for example the page of a proxy: its text would help nobody.
    return undefined;
  }
}
