import { ActionIcon, Badge, Code, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCalendarTime, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { FilterInput } from '../../components/FilterInput';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { SelectFilter } from '../../components/watch/SelectFilter';
import { formatTime } from '../../lib/format';
import { succeeded } from '../../lib/toasts';
import { useListState } from '../../lib/useListState';
import { useCan } from '../../session/SessionContext';
import { text } from '../../text';
import { pauseSchedule, resumeSchedule, type Schedule, schedulesPath } from './api';
import { LeftBehindNotice, RuntimeButton, RuntimeNotice } from './RuntimePause';

const words = text.schedules;
const filters = ['q', 'state'] as const;

const columns: DataTableColumn<Schedule>[] = [
  {
    accessor: 'name',
    title: words.workflow,
    sortable: true,
    render: ({ name, activityId }) => (
      <>
        {name}
        <Text size="xs" c="dimmed">
          {activityId}
        </Text>
      </>
    ),
  },
  {
    accessor: 'schedule',
    title: words.schedule,
    render: ({ kind, schedule, timeZone }) => (
      <>
        {words.kinds[kind]} <Code>{kind === 'once' ? formatTime(schedule) : schedule}</Code>
        {kind === 'cron' && (
          <Text size="xs" c="dimmed">
            {timeZone}
          </Text>
        )}
      </>
    ),
  },
  {
    accessor: 'nextAt',
    title: words.next,
    sortable: true,
    width: 190,
    render: ({ nextAt, upcoming, pausedAt, pausedBy }) =>
      pausedAt ? (
        <>
          <Badge color="orange" variant="light">
            {words.paused}
          </Badge>
          <Text size="xs" c="dimmed">
            <Time at={pausedAt} /> {pausedBy && words.pausedBy(pausedBy)}
          </Text>
        </>
      ) : (
        <>
          <Time at={nextAt} />
          {upcoming.length > 1 && (
            <Text size="xs" c="dimmed" lineClamp={1} title={upcoming.map((at) => formatTime(at)).join('\n')}>
              {words.then(formatTime(upcoming[1]!))}
            </Text>
          )}
        </>
      ),
  },
  { accessor: 'lastAt', title: words.last, width: 130, render: ({ lastAt }) => <Time at={lastAt} /> },
  {
    accessor: 'missed',
    title: words.missed,
    sortable: true,
    width: 140,
    render: ({ missed, missedFires }) => (
      <>
        {missed}
        <Text size="xs" c="dimmed">
          {words.policies[missedFires]}
        </Text>
      </>
    ),
  },
];

/** When workflows start by themselves. */
export function SchedulesPage() {
  const state = useListState({ filters, sort: 'nextAt' });
  const may = useCan('pause:schedules');
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (schedule: Schedule) => (schedule.pausedAt ? resumeSchedule(schedule) : pauseSchedule(schedule)),
    onSuccess: (schedule) => {
      succeeded(schedule.pausedAt ? words.wasPaused(schedule.name) : words.wasResumed(schedule.name));
      void queries.invalidateQueries({ queryKey: ['schedules'] });
    },
  });
  const actions: DataTableColumn<Schedule> = {
    accessor: 'actions',
    title: <VisuallyHidden>{text.common.actions}</VisuallyHidden>,
    textAlign: 'right',
    width: 70,
    render: (schedule) => {
      const { name, activityId, pausedAt } = schedule;
      return (
        <Tooltip label={pausedAt ? words.resume : words.pause}>
          <ActionIcon
            variant="subtle"
            aria-label={pausedAt ? words.resumeOf(name, activityId) : words.pauseOf(name, activityId)}
            loading={change.isPending && change.variables === schedule}
            onClick={() => change.mutate(schedule)}
          >
            {pausedAt ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      );
    },
  };

  return (
    <>
      <PageHeader title={words.title} lead={words.lead} actions={<RuntimeButton />} />
      <RuntimeNotice />
      <LeftBehindNotice />
      {change.isError && <ErrorPanel error={change.error} />}
      <DataList
        label={words.title}
        queryKey="schedules"
        state={state}
        fetch={(request, signal) => fetchList<Schedule>(schedulesPath, request, signal)}
        columns={may ? [...columns, actions] : columns}
        idOf={({ definitionId, activityId }) => `${definitionId}/${activityId}`}
        minWidth={860}
        filters={
          <>
            <FilterInput label={words.find} state={state} name="q" />
            <SelectFilter label={words.state} state={state} name="state" options={words.states} />
          </>
        }
        empty={<EmptyState icon={IconCalendarTime} title={words.empty} hint={words.emptyHint} />}
      />
    </>
  );
}
