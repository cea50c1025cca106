import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../../components/Time';
import { AlertStateBadge, CopyText, SeverityBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { formatBytes } from '../../lib/format';
import { text } from '../../text';
import type { Overview } from './api';

const words = text.watch.overview;

/** What happened last: alerts, evidence, failures, and the ledger's head. */
export function Latest({ overview: { alerts, evidence, runs, ledger } }: { overview: Overview }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      {alerts && (
        <Box title={words.alerts} empty={alerts.latest.length === 0 && words.noAlerts} to="/alerts">
          {alerts.latest.map((one) => (
            <Line key={one.id} left={<TextLink to={`/alerts/${one.id}`}>{one.title}</TextLink>} right={<Group gap={4}><SeverityBadge severity={one.severity} /><AlertStateBadge state={one.state} /></Group>} />
          ))}
        </Box>
      )}
      {evidence && (
        <Box title={words.latestEvidence} empty={evidence.latest.length === 0 && words.noEvidence} to="/evidence">
          {evidence.latest.map((one) => <Line key={one.id} left={<TextLink to={`/evidence/${one.id}`}>{one.source}</TextLink>} right={<>{formatBytes(one.size)}, <Time at={one.collectedAt} /></>} />)}
        </Box>
      )}
      {runs && (
        <Box title={words.latestFailures} empty={runs.latestFailures.length === 0 && words.noFailures} to="/runs">
          {runs.latestFailures.map((one) => <Line key={one.id} left={<TextLink to={`/runs/${one.id}`}>{one.name}</TextLink>} right={<Time at={one.failedAt} />} />)}
        </Box>
      )}
      {ledger && (
        <Box title={words.ledgerHead} empty={ledger.size === 0 && words.emptyLedger} to="/ledger">
          <Text size="sm" className="mono">{ledger.origin}</Text>
          {ledger.root && <Group gap="xs"><Text size="xs" c="dimmed">{words.root}</Text><CopyText value={ledger.root} what={words.root} /></Group>}
        </Box>
      )}
    </SimpleGrid>
  );
}

function Box({ title, empty, to, children }: { title: string; empty: string | false; to: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">{title}</Title>
        <Text size="sm"><TextLink to={to} label={`${words.all}: ${title}`}>{words.all}</TextLink></Text>
      </Group>
      {empty ? <Text size="sm" c="dimmed">{empty}</Text> : <Stack gap={6}>{children}</Stack>}
    </Paper>
  );
}

const Line = ({ left, right }: { left: ReactNode; right: ReactNode }) => (
  <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
    <Text size="sm" component="div" style={{ minWidth: 0 }}>{left}</Text>
    <Text size="xs" c="dimmed" component="div" style={{ flexShrink: 0 }}>{right}</Text>
  </Group>
);
