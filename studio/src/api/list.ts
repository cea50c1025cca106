import { api, type Query } from './client';

/** A page of a list as /api/v1 answers it. */
export interface Page<T> {
  items: T[];
  total: number;
}

/** What a list is asked for. */
export interface ListRequest {
  /** From 0. */
  page: number;
  pageSize: number;
  /** `name` or `-name`. */
  sort?: string;
  /** Filters by name; only those with a value. */
  filters: Record<string, string>;
}

/** Reads one page of a list. */
export function fetchList<T>(path: string, request: ListRequest, signal?: AbortSignal, more: Query = {}): Promise<Page<T>> {
  return api<Page<T>>(path, {
    signal,
    query: { ...more, ...request.filters, sort: request.sort, page: request.page, pageSize: request.pageSize },
  });
}
