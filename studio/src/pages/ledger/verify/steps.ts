/** One thing that was checked. */
export interface Step {
  title: string;
  ok: boolean;
  /** What was found. */
  detail: string;
}

/** Runs a check; what it throws makes the step fail and is its detail. */
export async function step(title: string, check: () => Promise<string> | string): Promise<Step> {
  try {
    return { title, ok: true, detail: await check() };
  } catch (error) {
    return { title, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Fails a step unless two values agree. */
export function agree(expected: string, found: string, what: string): void {
  if (expected !== found) throw new Error(`${what}: expected ${expected}, found ${found}.`);
}
