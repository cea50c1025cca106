import { Badge, Button, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import { IconCheck, IconTool, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useState } from 'react';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useConfirm } from '../../components/useConfirm';
import { TextLink } from '../../components/watch/TextLink';
import { succeeded } from '../../lib/toasts';
import { useListState } from '../../lib/useListState';
import { useCan } from '../../session/SessionContext';
import { text } from '../../text';
import { AlterationForm } from './AlterationForm';
import { type AlterationRequest, type Check, dryRun, type Plan, plansPath, submit } from './api';

const words = text.runs.changes;

/** Changes of runs: first what they would do, then the change, then how it went. */
export function AlterationsPage() {
  const queries = useQueryClient();
  const state = useListState({ pageSize: 10 });
  const mayChange = useCan('write:workflow-instances');
  const [confirm, dialog] = useConfirm();
  const [asked, setAsked] = useState<AlterationRequest>();
  const look = useMutation({ mutationFn: dryRun });
  const forget = () => {
    look.reset();
    setAsked(undefined);
  };
  const apply = (request: AlterationRequest, checks: Check[], total: number) =>
    confirm({
      title: words.applyTitle,
      message: words.applyText(checks.filter((check) => check.isPossible).length, total),
      action: words.apply(total),
      run: async () => {
        await submit(request);
        succeeded(words.accepted);
        forget();
        await queries.invalidateQueries({ queryKey: ['alterations'] });
      },
    });
  const columns: DataTableColumn<Plan>[] = [
    { accessor: 'createdAt', title: words.at, render: ({ createdAt }) => <Time at={createdAt} /> },
    { accessor: 'author', title: words.author },
    { accessor: 'alterations', title: words.what, render: ({ alterations }) => alterations.map((one) => words.kinds[one.type] ?? one.type).join(', ') },
    { accessor: 'status', title: words.state, render: (plan) => `${plan.status}: ${words.counts(plan.runs, plan.failed, plan.pending)}` },
  ];
  return (
    <Stack gap="xl">
      <PageHeader title={words.title} lead={words.lead} />
      <AlterationForm
        busy={look.isPending}
        onChange={forget}
        onLook={(request) => {
          setAsked(request);
          look.mutate(request);
        }}
      />
      {look.isError && <ErrorPanel error={look.error} />}
      {look.data && asked && (
        <Stack>
          <Checks checks={look.data.items} total={look.data.total} />
          <Group>
            <Button disabled={!mayChange || !look.data.items.some((check) => check.isPossible)} onClick={() => apply(asked, look.data.items, look.data.total)}>
              {words.apply(look.data.total)}
            </Button>
          </Group>
        </Stack>
      )}
      <section aria-labelledby="history">
        <Title order={2} size="h4" id="history" mb="sm">
          {words.history}
        </Title>
        <DataList
          label={words.history}
          queryKey="alterations"
          state={state}
          fetch={(request, signal) => fetchList<Plan>(plansPath, request, signal)}
          columns={columns}
          idOf={(plan) => plan.id}
          empty={<EmptyState icon={IconTool} title={words.none} hint={words.lead} />}
        />
      </section>
      {dialog}
    </Stack>
  );
}

function Checks({ checks, total }: { checks: Check[]; total: number }) {
  if (checks.length === 0) return <Text role="status">{words.noRuns}</Text>;
  return (
    <>
      {checks.length < total && <Text role="status">{words.firstOnly(checks.length, total)}</Text>}
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.run}</Table.Th>
              <Table.Th>{words.outcome}</Table.Th>
              <Table.Th>{words.details}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checks.map((check) => (
              <Table.Tr key={check.runId}>
                <Table.Td>
                  <TextLink to={`/runs/${encodeURIComponent(check.runId)}`}>{check.runId}</TextLink>
                </Table.Td>
                <Table.Td>
                  <Badge variant="outline" color="gray" leftSection={check.isPossible ? <IconCheck size={12} aria-hidden /> : <IconX size={12} aria-hidden />} tt="none">
                    {check.isPossible ? words.possible : words.impossible}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <List size="sm">
                    {[...check.problems, ...check.notes].map((line) => (
                      <List.Item key={line}>{line}</List.Item>
                    ))}
                  </List>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
