import { Card, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { text } from '../../text';
import type { Coverage } from './api';

const words = text.design.tests;

/** Which parts of the workflow the cases have executed, and which none does. */
export function CoveragePanel({ coverage }: { coverage: Coverage }) {
  return (
    <Card withBorder component="section" aria-label={words.coverage}>
      <Title order={2} size="h4" mb="sm">
        {words.coverage}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Share label={words.activities} seen={coverage.activities?.length ?? 0} missed={coverage.missedActivities ?? []} missedLabel={words.missed} />
        <Share label={words.connections} seen={coverage.connections?.length ?? 0} missed={coverage.missedConnections ?? []} missedLabel={words.missedConnections} />
      </SimpleGrid>
    </Card>
  );
}

function Share({ label, seen, missed, missedLabel }: { label: (seen: number, all: number) => string; seen: number; missed: string[]; missedLabel: string }) {
  const all = seen + missed.length;
  return (
    <Stack gap={4}>
      <Text size="sm">{label(seen, all)}</Text>
      <Progress value={all === 0 ? 100 : (100 * seen) / all} color={missed.length === 0 ? 'green' : 'yellow'} aria-label={label(seen, all)} />
      {missed.length > 0 && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {missedLabel}: {missed.join(', ')}
        </Text>
      )}
    </Stack>
  );
}
