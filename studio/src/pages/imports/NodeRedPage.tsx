import { Badge, Button, FileInput, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Api } from '../../api/types';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageHeader } from '../../components/PageHeader';
import { TextLink } from '../../components/watch/TextLink';
import { succeeded } from '../../lib/toasts';
import { text } from '../../text';

const words = text.design.nodeRed;

type Note = Api['NodeRedNoteAnswer'];
type Import = Api['NodeRedAnswer'];

/** A flow file of Node-RED: what becomes of it, then its import. */
export function NodeRedPage() {
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: async (dryRun: boolean) => api<Import>('/api/v1/imports/node-red', { method: 'POST', query: { dryRun }, body: JSON.parse(await file!.text()) as unknown }),
    onSuccess: (answer) => {
      if (!answer.dryRun) succeeded(words.imported(answer.flows.length));
    },
  });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    send.reset();
  };
  return (
    <Stack
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (event.dataTransfer.files[0]) choose(event.dataTransfer.files[0]);
      }}
    >
      <PageHeader title={words.title} lead={words.lead} />
      <Group align="flex-end">
        <FileInput label={words.file} description={words.fileHint} accept="application/json,.json" value={file} onChange={choose} leftSection={<IconFileImport size={16} aria-hidden />} w={360} clearable clearButtonProps={{ 'aria-label': words.forget }} />
        <Button variant="default" disabled={!file} loading={send.isPending} onClick={() => send.mutate(true)}>
          {words.look}
        </Button>
        <Button disabled={!send.data?.dryRun} loading={send.isPending} onClick={() => send.mutate(false)}>
          {words.import}
        </Button>
      </Group>
      {send.isError && <ErrorPanel error={send.error} />}
      {send.data && <Flows flows={send.data.flows} imported={!send.data.dryRun} />}
      {send.data && <Report notes={send.data.notes} />}
    </Stack>
  );
}

function Flows({ flows, imported }: { flows: Import['flows']; imported: boolean }) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={words.flow}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.flow}</Table.Th>
            <Table.Th w={140}>{words.converted}</Table.Th>
            <Table.Th w={140}>{words.notConverted}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <Table.Tr key={flow.workflowId}>
              <Table.Td>
                {imported ? <TextLink to={`/workflows/${encodeURIComponent(flow.workflowId)}`} inText>{flow.name}</TextLink> : flow.name}
                <Text size="xs" c="dimmed">
                  {flow.workflowId}
                  {!imported && flow.exists ? ` ${words.exists}` : ''}
                </Text>
              </Table.Td>
              <Table.Td>{flow.converted}</Table.Td>
              <Table.Td>{flow.notConverted}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const colors: Record<string, string> = { notConverted: 'red', changed: 'yellow', note: 'gray' };

function Report({ notes }: { notes: Note[] }) {
  if (notes.length === 0) return <Text>{words.none}</Text>;
  return (
    <section aria-label={words.report}>
      <Title order={2} size="h4">
        {words.report}
      </Title>
      <Table.ScrollContainer minWidth={760}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={140}>{words.level}</Table.Th>
              <Table.Th w={220}>{words.node}</Table.Th>
              <Table.Th>{words.message}</Table.Th>
              <Table.Th>{words.advice}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {notes.map((note, index) => (
              <Table.Tr key={index}>
                <Table.Td>
                  <Badge color={colors[note.level]}>{words.levels[note.level]}</Badge>
                </Table.Td>
                <Table.Td>
                  {note.nodeName}
                  <Text size="xs" c="dimmed">
                    {[note.flow, note.nodeType, note.nodeId].filter(Boolean).join(' · ')}
                  </Text>
                </Table.Td>
                <Table.Td>{note.message}</Table.Td>
                <Table.Td>{note.advice}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
