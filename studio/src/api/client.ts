import { fromHost } from '../lib/base';
import { requireSession } from '../session/gate';
import { ApiError, toApiError } from './problem';

/** Values of a query string; empty ones are left out, lists repeat their name. */
export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

/** A request to the host. */
export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Leave a 401 to the caller; sign-in itself asks so. */
  anonymous?: boolean;
}

/**
 * Asks the host and reads its JSON. A 401 opens the sign-in dialog over the page and repeats the request afterwards, so nothing typed is lost.
 * @throws ApiError for every answer that is not a success, and when the host is not reached.
 */
export async function api<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const response = await apiResponse(path, request);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** As `api`, for answers that are no JSON. */
export async function apiResponse(path: string, request: ApiRequest = {}): Promise<Response> {
  let response = await send(path, request);
  if (response.status === 401 && !request.anonymous) {
    await requireSession();
    response = await send(path, request);
  }
  if (!response.ok) throw await toApiError(response);
  return response;
}

async function send(path: string, { method = 'GET', query, body, headers, signal }: ApiRequest): Promise<Response> {
  try {
    return await fetch(fromHost(path) + queryString(query), {
      method,
      signal,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, { title: 'The host cannot be reached', detail: 'Check the network connection; what you typed is kept.' });
  }
}

/** `?a=1&b=2`, or nothing. */
export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
