import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { ScopeText } from '../../components/watch/Labels';
import { text } from '../../text';
import { fetchHistory, type Guarantee } from './api';
import { HistoryTable } from './HistoryTable';

// The chart's library is large and drawn after everything else.
const HistoryChart = lazy(async () => ({ default: (await import('./HistoryChart')).HistoryChart }));
const words = text.watch.agreements;
const ranges: Record<string, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 };

/** A promise over time, as a chart with its limit or as a table. */
export function GuaranteeHistory({ agreementId, guarantee }: { agreementId: string; guarantee: Guarantee }) {
  const [parameters, setParameters] = useSearchParams();
  const [view, setView] = useState('chart');
  const asked = parameters.get('range') ?? '24h';
  const range = asked in ranges ? asked : '24h';
  const query = useQuery({
    queryKey: ['history', agreementId, guarantee.id, range],
    queryFn: ({ signal }) => fetchHistory(agreementId, guarantee.id, ranges[range] ?? 24, signal),
    placeholderData: keepPreviousData,
  });
  const setRange = (value: string) =>
    setParameters(
      (current) => {
        const next = new URLSearchParams(current);
        next.set('range', value);
        return next;
      },
      { replace: true },
    );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">{guarantee.description}</Text>
      <Group justify="space-between">
        <SegmentedControl size="xs" aria-label={words.range} value={range} onChange={setRange} data={Object.entries(words.ranges).map(([value, label]) => ({ value, label }))} />
        <SegmentedControl size="xs" aria-label={words.view} value={view} onChange={setView} data={[{ value: 'chart', label: words.chart }, { value: 'table', label: words.table }]} />
      </Group>
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {!query.data && !query.isError && <Skeleton height={280} />}
      {query.data?.series.map((series) => (
        <section key={JSON.stringify(series.scope)} aria-label={`${guarantee.id} ${Object.values(series.scope).join(' ')}`}>
          {Object.keys(series.scope).length > 0 && <Text size="sm" fw={600} mb={4}><ScopeText scope={series.scope} /></Text>}
          {series.points.length === 0 ? (
            <EmptyState title={words.noHistory} hint={words.noHistoryHint} />
          ) : view === 'table' ? (
            <HistoryTable series={series} label={words.overTime(guarantee.id)} />
          ) : (
            <Suspense fallback={<Skeleton height={280} />}><HistoryChart name={guarantee.id} series={series} /></Suspense>
          )}
        </section>
      ))}
    </Stack>
  );
}
