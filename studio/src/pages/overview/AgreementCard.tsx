import { Group, Paper, Table, Text, Title } from '@mantine/core';
import { Time } from '../../components/Time';
import { StateBadge } from '../../components/watch/Labels';
import { TextLink } from '../../components/watch/TextLink';
import { text } from '../../text';
import { type Agreement, formatValue } from '../agreements/api';
import { Objective } from '../agreements/Objective';
import { Sparkline } from './Sparkline';

const words = text.watch.overview;

/** An agreement with every promise: now, limit and trend. */
export function AgreementCard({ agreement }: { agreement: Agreement }) {
  const path = `/agreements/${encodeURIComponent(agreement.id)}`;
  return (
    <Paper withBorder component="section" aria-label={agreement.name}>
      <Group justify="space-between" p="md" pb="xs" gap="xs">
        <Group gap="sm">
          <Title order={2} size="h4"><TextLink to={path}>{agreement.name}</TextLink></Title>
          <StateBadge state={agreement.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {words.evaluated} <Time at={agreement.evaluatedAt} /> · {words.next}{' '}
          {agreement.nextEvaluationAt ? <Time at={agreement.nextEvaluationAt} /> : words.noSchedule}
        </Text>
      </Group>
      {agreement.problems && <Text size="sm" px="md" pb="md">{text.watch.agreements.problems}: {agreement.problems[0]}</Text>}
      {(agreement.guarantees?.length ?? 0) > 0 && (
        <Table.ScrollContainer minWidth={640} tabIndex={0} role="region" aria-label={`${agreement.name}: ${text.watch.agreements.guarantees}`}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>{[words.guarantee, text.watch.state, words.now, words.objective, words.trend].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {agreement.guarantees?.map((one) => (
                <Table.Tr key={one.id + JSON.stringify(one.scope)}>
                  <Table.Td>
                    <TextLink to={`${path}?guarantee=${encodeURIComponent(one.id)}`}>{one.id}</TextLink>
                    <Text size="xs" c="dimmed">{Object.values(one.scope).join(', ') || one.description}</Text>
                  </Table.Td>
                  <Table.Td><StateBadge state={one.state} /></Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{formatValue(one.value, one.unit) ?? <Text span size="sm" c="dimmed">{text.watch.noData}</Text>}</Table.Td>
                  <Table.Td><Objective guarantee={one} /></Table.Td>
                  <Table.Td><Sparkline guarantee={one} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}
