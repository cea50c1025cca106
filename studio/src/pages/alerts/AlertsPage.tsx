import { Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { AlertStateBadge, SeverityBadge } from '../../components/watch/Labels';
import { SelectFilter } from '../../components/watch/SelectFilter';
import { TextLink } from '../../components/watch/TextLink';
import { useListState } from '../../lib/useListState';
import { useLive } from '../../live/useLive';
import { text } from '../../text';
import type { Alert } from './api';

const words = text.watch.alerts;
const filters = ['q', 'state', 'severity', 'agreementId'] as const;
const pathOf = ({ id }: Alert) => `/alerts/${encodeURIComponent(id)}`;

const columns: DataTableColumn<Alert>[] = [
  { accessor: 'severity', title: words.severity, sortable: true, width: 120, render: ({ severity }) => <SeverityBadge severity={severity} /> },
  { accessor: 'title', title: words.alert, render: (alert) => <><TextLink to={pathOf(alert)}>{alert.title}</TextLink>{alert.comment && <Text size="xs" c="dimmed" lineClamp={1}>{alert.comment}</Text>}</> },
  { accessor: 'state', title: text.watch.state, width: 150, render: ({ state, acknowledgedBy }) => <><AlertStateBadge state={state} />{acknowledgedBy && <Text size="xs" c="dimmed">{words.by(acknowledgedBy)}</Text>}</> },
  { accessor: 'openedAt', title: words.opened, sortable: true, width: 150, render: ({ openedAt }) => <Time at={openedAt} /> },
  { accessor: 'lastSeenAt', title: words.seen, sortable: true, width: 150, render: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
  { accessor: 'occurrences', title: words.occurrences, width: 110, render: ({ occurrences }) => words.times(occurrences) },
];

/** The inbox of alerts. */
export function AlertsPage() {
  const state = useListState({ filters, sort: '-openedAt' });
  useLive('alerts', ['alerts']);
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="alerts"
        state={state}
        fetch={(request, signal) => fetchList<Alert>('/api/v1/alerts', request, signal)}
        columns={columns}
        idOf={({ id }) => id}
        linkTo={pathOf}
        minWidth={860}
        filters={
          <>
            <FilterInput label={words.alert} state={state} name="q" />
            <SelectFilter label={text.watch.state} state={state} name="state" options={text.watch.alertStates} />
            <SelectFilter label={words.severity} state={state} name="severity" options={text.watch.severities} />
            <FilterInput label={words.agreement} state={state} name="agreementId" />
          </>
        }
        empty={<EmptyState icon={IconBell} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}
