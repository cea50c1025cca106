import { Button, Code, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Api } from '../../api/types';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { TextLink } from '../../components/watch/TextLink';
import { succeeded } from '../../lib/toasts';
import { useListState } from '../../lib/useListState';
import { useCan } from '../../session/SessionContext';
import { text } from '../../text';

const words = text.runs.tasks;
const path = '/api/v1/tasks';

type Task = Api['TaskAnswer'];

/** Open tasks, and their results. */
export function TasksPage() {
  const [open, setOpen] = useState<Task>();
  const mayComplete = useCan('complete:tasks');
  const state = useListState();
  const columns: DataTableColumn<Task>[] = [
    { accessor: 'name', title: words.name },
    { accessor: 'definitionId', title: words.workflow, render: ({ definitionId }) => <TextLink to={`/workflows/${encodeURIComponent(definitionId)}`}>{definitionId}</TextLink> },
    { accessor: 'runId', title: words.run, render: ({ runId }) => <TextLink to={`/runs/${encodeURIComponent(runId)}`}>{runId}</TextLink> },
    { accessor: 'createdAt', title: words.since, render: ({ createdAt }) => <Time at={createdAt} /> },
    {
      accessor: 'id',
      title: text.common.actions,
      textAlign: 'right',
      render: (task) => (
        <Button size="xs" disabled={!mayComplete} aria-label={words.completeOf(task.name)} onClick={() => setOpen(task)}>
          {words.complete}
        </Button>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={words.title} lead={words.lead} />
      <DataList
        label={words.title}
        queryKey="tasks"
        state={state}
        fetch={(request, signal) => fetchList<Task>(path, request, signal)}
        columns={columns}
        idOf={(task) => task.id}
        empty={<EmptyState icon={IconClipboardCheck} title={words.empty} hint={words.emptyHint} />}
      />
      {open && <CompleteTask task={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function CompleteTask({ task, onClose }: { task: Task; onClose: () => void }) {
  const queries = useQueryClient();
  const [result, setResult] = useState('');
  const parsed = parse(result);
  const send = useMutation({
    mutationFn: () => api<void>(`${path}/${encodeURIComponent(task.id)}/complete`, { method: 'POST', body: { result: parsed.value } }),
    onSuccess: () => {
      succeeded(words.done(task.name));
      onClose();
      return queries.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={task.name} size="lg" closeButtonProps={{ 'aria-label': text.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed.ok) send.mutate();
        }}
      >
        <Stack>
          {send.isError && <ErrorPanel error={send.error} />}
          <div>
            <Text size="sm" fw={500}>
              {words.payload}
            </Text>
            <Code block tabIndex={0} mah={240} style={{ overflow: 'auto' }}>
              {JSON.stringify(task.payload, null, 2)}
            </Code>
          </div>
          <Textarea
            label={words.result}
            description={words.resultHint}
            data-autofocus
            autosize
            minRows={3}
            maxRows={12}
            value={result}
            error={parsed.ok ? undefined : words.invalid}
            onChange={(event) => setResult(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={send.isPending} disabled={!parsed.ok}>
              {words.complete}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function parse(json: string): { ok: boolean; value?: unknown } {
  if (json.trim() === '') return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(json) as unknown };
  } catch {
    return { ok: false };
  }
}
