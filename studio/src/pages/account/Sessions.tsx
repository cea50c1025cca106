import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Api } from '../../api/types';
import { ErrorPanel } from '../../components/ErrorPanel';
import { PageLoader } from '../../components/PageLoader';
import { Time } from '../../components/Time';
import { useConfirm } from '../../components/useConfirm';
import { browserName } from '../../lib/browserName';
import { useSession } from '../../session/SessionContext';
import { text } from '../../text';

const words = text.admin.account;

/** A place where this person is signed in. */
type OwnSession = Api['SessionSummary'];

/** One's own sessions, and the way to end them all. */
export function Sessions() {
  const { leave } = useSession();
  const [confirm, dialog] = useConfirm();
  const query = useQuery({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => {
      const answer = await api<OwnSession[] | { items: OwnSession[] }>('/api/v1/sessions', { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
  return (
    <Stack>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h4">
            {words.sessions}
          </Title>
          <Text size="sm" c="dimmed">
            {words.sessionsLead}
          </Text>
        </div>
        <Button
          variant="light"
          color="red"
          onClick={() => confirm({ title: words.everywhereTitle, message: words.everywhere, action: text.shell.signOutEverywhere, run: () => leave(true) })}
        >
          {text.shell.signOutEverywhere}
        </Button>
      </Group>
      {query.isPending && <PageLoader />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Table.ScrollContainer minWidth={600} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={words.sessions}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.startedAt}</Table.Th>
                <Table.Th>{words.lastSeenAt}</Table.Th>
                <Table.Th>{words.expiresAt}</Table.Th>
                <Table.Th>{words.address}</Table.Th>
                <Table.Th>{words.agent}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {query.data.map((session) => (
                <Table.Tr key={session.id}>
                  <Table.Td>
                    <Time at={session.createdAt} /> {session.current && <Badge variant="light">{words.thisOne}</Badge>}
                  </Table.Td>
                  <Table.Td><Time at={session.lastSeenAt} /></Table.Td>
                  <Table.Td><Time at={session.expiresAt} /></Table.Td>
                  <Table.Td>{session.address}</Table.Td>
                  <Table.Td>
                    <Text size="sm" title={session.userAgent ?? undefined}>
                      {browserName(session.userAgent)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {dialog}
    </Stack>
  );
}
