import { Text } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { StateBadge } from '../../components/watch/Labels';
import { SelectFilter } from '../../components/watch/SelectFilter';
import { TextLink } from '../../components/watch/TextLink';
import { useListState } from '../../lib/useListState';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import type { Agreement } from './api';

const words = text.watch.agreements;
const filters = ['q', 'state'] as const;
const pathOf = ({ id }: Agreement) => `/agreements/${encodeURIComponent(id)}`;

const columns: DataTableColumn<Agreement>[] = [
  { accessor: 'name', title: words.name, sortable: true, render: (one) => <><TextLink to={pathOf(one)}>{one.name}</TextLink><Text size="xs" c="dimmed">{one.id}</Text></> },
  { accessor: 'state', title: text.watch.state, sortable: true, width: 160, render: ({ state }) => <StateBadge state={state} /> },
  { accessor: 'guaranteeCount', title: words.guarantees, render: (one) => words.counts(one.fulfilled, one.violated, one.notDetermined) },
  { accessor: 'evaluatedAt', title: words.evaluated, sortable: true, width: 150, render: ({ evaluatedAt }) => <Time at={evaluatedAt} /> },
  { accessor: 'nextEvaluationAt', title: words.next, sortable: true, width: 170, render: ({ nextEvaluationAt }) => (nextEvaluationAt ? <Time at={nextEvaluationAt} /> : text.watch.overview.noSchedule) },
];

/** What was promised, and whether it is kept. */
export function AgreementsPage() {
  const state = useListState({ filters, sort: 'state' });
  useLive('agreements', ['agreements']);
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="agreements"
        state={state}
        fetch={(request, signal) => fetchList<Agreement>('/api/v1/agreements', request, signal)}
        columns={columns}
        idOf={({ id }) => id}
        linkTo={pathOf}
        filters={<><FilterInput label={words.name} state={state} name="q" /><SelectFilter label={text.watch.state} state={state} name="state" options={text.watch.states} /></>}
        empty={<EmptyState icon={IconFileCertificate} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}
