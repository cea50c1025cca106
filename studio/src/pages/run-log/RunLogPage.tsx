import { Text } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import type { DataTableColumn } from 'mantine-datatable';
import { useParams } from 'react-router';
import { api } from '../../api/client';
import type { ListRequest, Page } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { SelectFilter } from '../../components/watch/SelectFilter';
import { TextLink } from '../../components/watch/TextLink';
import { useListState } from '../../lib/useListState';
import { text } from '../../text';

const words = text.runs.log;
const filters = ['event', 'activity'] as const;

/** A line of a journal. */
interface Line {
  id: string;
  timestamp: string;
  activityId: string;
  activityName?: string;
  activityType: string;
  eventName: string;
  message?: string;
  payload?: { Outcomes?: unknown };
}

/** The whole journal of a run: what Studio's viewer calls its filtered logs. */
export function RunLogPage() {
  const { id = '' } = useParams();
  const state = useListState({ filters, pageSize: 50 });
  const columns: DataTableColumn<Line>[] = [
    { accessor: 'timestamp', title: words.at, width: 190, render: ({ timestamp }) => <Time at={timestamp} full /> },
    { accessor: 'activityId', title: words.activity, render: ({ activityName, activityId }) => activityName ?? activityId },
    { accessor: 'activityType', title: words.type },
    { accessor: 'eventName', title: words.event, render: ({ eventName }) => words.events[eventName] ?? eventName },
    { accessor: 'message', title: words.message, render: (line) => <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{said(line)}</Text> },
  ];
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} above={<TextLink to={`/runs/${encodeURIComponent(id)}`}>{words.back(id)}</TextLink>} />
      <DataList
        label={words.title}
        queryKey={`run-log-${id}`}
        state={state}
        fetch={(request, signal) => fetchLines(id, request, signal)}
        columns={columns}
        idOf={(line) => line.id}
        filters={
          <>
            <SelectFilter label={words.event} state={state} name="event" options={words.events} />
            <FilterInput label={words.activityId} state={state} name="activity" />
          </>
        }
        empty={<EmptyState icon={IconListDetails} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}

async function fetchLines(id: string, { page, pageSize, filters: { event, activity } }: ListRequest, signal: AbortSignal): Promise<Page<Line>> {
  const { items, totalCount } = await api<{ items: Line[]; totalCount: number }>(`/elsa/api/workflow-instances/${encodeURIComponent(id)}/journal`, {
    method: 'POST',
    signal,
    query: { skip: page * pageSize, take: pageSize },
    body: { filter: { eventNames: event ? [event] : null, activityIds: activity ? [activity] : null } },
  });
  return { items, total: totalCount };
}

function said({ message, payload }: Line): string {
  if (message) return message;
  return Array.isArray(payload?.Outcomes) ? payload.Outcomes.join(', ') : '';
}
