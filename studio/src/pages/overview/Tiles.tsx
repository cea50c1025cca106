import { Group, Paper, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '../../components/Time';
import { SeverityBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { formatNumber } from '../../lib/format';
import { text } from '../../text';
import type { Overview } from './api';

const words = text.watch.overview;

/** The numbers that a person looks at first. */
export function Tiles({ overview: { alerts, runs, evidence, ledger } }: { overview: Overview }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      {alerts && (
        <Tile label={words.alerts} value={alerts.open} to="/alerts?state=open" bad={alerts.open > 0}>
          <Group gap={4}>{Object.entries(alerts.bySeverity).map(([severity, count]) => <Group key={severity} gap={2}><SeverityBadge severity={severity} />{count}</Group>)}</Group>
          {alerts.open === 0 && words.none}
        </Tile>
      )}
      {runs && <Tile label={words.running} value={runs.running} to="/runs">{runs.running > 0 ? words.waiting(runs.waiting) : words.none}</Tile>}
      {runs && <Tile label={words.failed} value={runs.failedLastDay} to="/runs" bad={runs.failedLastDay > 0}>{runs.latestFailures[0] ? runs.latestFailures[0].name : words.none}</Tile>}
      {evidence && <Tile label={words.evidence} value={evidence.lastDay} to="/evidence">{words.lastEvidence} <Time at={evidence.latest[0]?.collectedAt} /></Tile>}
      {ledger && <Tile label={words.ledger} value={ledger.size} to="/ledger">{words.lastEntry} <Time at={ledger.lastEntryAt} /></Tile>}
    </SimpleGrid>
  );
}

function Tile({ label, value, to, bad, children }: { label: string; value: number; to: string; bad?: boolean; children: ReactNode }) {
  return (
    <Paper withBorder p="sm" style={bad ? { borderInlineStart: '4px solid var(--status-bad)' } : undefined}>
      <Text size="xs" c="dimmed">{label}</Text>
      <Text size="xl" fw={700} lh={1.3}><TextLink to={to} label={`${label}: ${value}`}>{formatNumber(value, 0)}</TextLink></Text>
      <Text size="xs" component="div">{children}</Text>
    </Paper>
  );
}
