import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ListRequest } from '../api/list';

/** Page, order and filters of a list, kept in the address so that a link, a reload and the back button keep them. */
export interface ListState extends ListRequest {
  setPage: (page: number) => void;
  setPageSize: (size: number) => void;
  setSort: (sort: string | undefined) => void;
  /** Sets or (with an empty value) clears a filter and goes back to the first page. */
  setFilter: (name: string, value: string | null | undefined) => void;
  clearFilters: () => void;
  hasFilters: boolean;
}

interface Defaults {
  pageSize?: number;
  sort?: string;
  /** Names of the filters that this list knows. */
  filters?: readonly string[];
}

export const pageSizes = [10, 25, 50, 100];
const noFilters: readonly string[] = [];

/** See `ListState`. */
export function useListState({ pageSize = 25, sort, filters: names = noFilters }: Defaults = {}): ListState {
  const [parameters, setParameters] = useSearchParams();

  const change = useCallback(
    (edit: (next: URLSearchParams) => void, push = false) =>
      setParameters(
        (current) => {
          const next = new URLSearchParams(current);
          edit(next);
          return next;
        },
        { replace: !push },
      ),
    [setParameters],
  );

  return useMemo(() => {
    const filters: Record<string, string> = {};
    for (const name of names) {
      const value = parameters.get(name);
      if (value) filters[name] = value;
    }
    return {
      page: Math.max(1, whole(parameters.get('page'), 1)) - 1,
      pageSize: Math.min(1000, Math.max(1, whole(parameters.get('pageSize'), pageSize))),
      sort: parameters.get('sort') ?? sort,
      filters,
      hasFilters: Object.keys(filters).length > 0,
      setPage: (page) => change((next) => next.set('page', String(page + 1)), true),
      setPageSize: (size) =>
        change((next) => {
          next.set('pageSize', String(size));
          next.delete('page');
        }),
      setSort: (value) =>
        change((next) => {
          if (value) next.set('sort', value);
          else next.delete('sort');
          next.delete('page');
        }),
      setFilter: (name, value) =>
        change((next) => {
          if (value) next.set(name, value);
          else next.delete(name);
          next.delete('page');
        }),
      clearFilters: () => change((next) => [...names, 'page'].forEach((name) => next.delete(name))),
    };
  }, [parameters, change, names, pageSize, sort]);
}

function whole(value: string | null, fallback: number): number {
  const number = Number(value ?? Number.NaN);
  return Number.isInteger(number) ? number : fallback;
}
