import { Button, Group, Paper } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { DataTable, type DataTableColumn } from 'mantine-datatable';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { ListRequest, Page } from '../api/list';
import { type ListState, pageSizes } from '../lib/useListState';
import { text } from '../text';
import { EmptyState } from './EmptyState';
import { ErrorPanel } from './ErrorPanel';

interface Props<T> {
  /** Describes the table to screen readers. */
  label: string;
  /** First part of the query's key; live messages make `[queryKey]` old. */
  queryKey: string;
  state: ListState;
  fetch: (request: ListRequest, signal: AbortSignal) => Promise<Page<T>>;
  columns: DataTableColumn<T>[];
  idOf: (item: T) => string;
  /** Where a click on a row leads; the row's first link should lead there too, for keyboards. */
  linkTo?: (item: T) => string;
  /** Inputs above the table; they call `state.setFilter`. */
  filters?: ReactNode;
  /** Instead of the table when there is nothing and no filter hides it. */
  empty: ReactNode;
  minWidth?: number;
}

/** A table of the host's list: sorted, filtered and paged by the host, with the state in the address. */
export function DataList<T extends object>({ label, queryKey, state, fetch, columns, idOf, linkTo, filters, empty, minWidth = 720 }: Props<T>) {
  const navigate = useNavigate();
  const { page, pageSize, sort, filters: values } = state;
  const query = useQuery({
    queryKey: [queryKey, 'list', { page, pageSize, sort, filters: values }],
    queryFn: ({ signal }) => fetch({ page, pageSize, sort, filters: values }, signal),
    placeholderData: keepPreviousData,
  });

  if (query.isError && !query.data) return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
  const none = query.data?.total === 0;
  return (
    <>
      {filters && (
        <Group mb="sm" gap="sm" align="flex-end" role="search" aria-label={label}>
          {filters}
          {state.hasFilters && (
            <Button variant="subtle" onClick={state.clearFilters}>
              {text.common.clearFilters}
            </Button>
          )}
        </Group>
      )}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      <Paper withBorder style={{ overflow: 'hidden' }}>
        {none ? (
          state.hasFilters ? (
            <EmptyState title={text.common.filtersHideAll} hint={text.common.filtersHideAllHint} />
          ) : (
            empty
          )
        ) : (
          <DataTable<T>
            // Rows without links would leave keyboards no way to scroll.
            scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
            role="region"
            aria-label={label}
            minHeight={query.data ? undefined : 240}
            styles={{ table: { minWidth } }}
            verticalSpacing="xs"
            highlightOnHover={linkTo !== undefined}
            fetching={query.isFetching && (query.isPlaceholderData || !query.data)}
            loaderSize="sm"
            records={query.data?.items ?? []}
            idAccessor={(item) => idOf(item)}
            columns={columns}
            sortStatus={{ columnAccessor: sort?.replace(/^-/, '') ?? '', direction: sort?.startsWith('-') ? 'desc' : 'asc' }}
            onSortStatusChange={({ columnAccessor, direction }) => state.setSort((direction === 'desc' ? '-' : '') + String(columnAccessor))}
            onRowClick={linkTo ? ({ record, event }) => { if (!isControl(event.target)) void navigate(linkTo(record)); } : undefined}
            totalRecords={query.data?.total ?? 0}
            page={page + 1}
            onPageChange={(next) => state.setPage(next - 1)}
            recordsPerPage={pageSize}
            recordsPerPageOptions={pageSizes.includes(pageSize) ? pageSizes : [...pageSizes, pageSize].sort((a, b) => a - b)}
            onRecordsPerPageChange={state.setPageSize}
            recordsPerPageLabel={text.common.rowsPerPage}
            paginationText={({ from, to, totalRecords }) => text.common.of(from, to, totalRecords)}
            getPaginationControlProps={(control) => ({ 'aria-label': `${label}: ${control}` })}
          />
        )}
      </Paper>
    </>
  );
}

// A click on a link or button inside a row does what it says, not also what the row does.
const isControl = (target: EventTarget) => target instanceof Element && target.closest('a, button, input, label') !== null;
