import { Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { PageHeader } from '../../components/PageHeader';
import { useSession } from '../../session/SessionContext';
import { text } from '../../text';
import { PasswordForm } from './PasswordForm';
import { Sessions } from './Sessions';

const words = text.admin.account;

/** One's own account: who one is, password, sessions. */
export function AccountPage() {
  const { user } = useSession();
  return (
    <>
      <PageHeader title={words.title} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md">
          <Stack gap="xs">
            <Title order={2} size="h4">
              {words.profile}
            </Title>
            <Text>
              {user.displayName ?? user.name} <Text span c="dimmed">({user.name})</Text>
            </Text>
            <Words label={words.roles} values={user.roles} />
            <Words label={words.permissions} values={user.permissions} />
          </Stack>
        </Paper>
        <Paper withBorder p="md">
          <PasswordForm userName={user.name} />
        </Paper>
      </SimpleGrid>
      <Paper withBorder p="md" mt="md">
        <Sessions />
      </Paper>
    </>
  );
}

function Words({ label, values }: { label: string; values: readonly string[] }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Group gap={4}>
        {values.map((value) => (
          <Badge key={value} variant="outline" color="gray" tt="none">
            {value}
          </Badge>
        ))}
      </Group>
    </div>
  );
}

