import { Anchor, Paper, Table, Text } from '@mantine/core';
import { Time } from '../../components/Time';
import { ScopeText, StateBadge } from '../../components/watch/Labels';
import { text } from '../../text';
import { formatValue, type Guarantee } from './api';
import { Objective } from './Objective';

const words = text.watch.agreements;

interface Props {
  guarantees: Guarantee[];
  /** The one shown below. */
  chosen?: string;
  onChoose: (id: string) => void;
}

/** The promises of an agreement; each name shows its history. */
export function GuaranteeTable({ guarantees, chosen, onChoose }: Props) {
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={760} tabIndex={0} role="region" aria-label={words.guarantees}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {[text.watch.overview.guarantee, text.watch.state, words.value, words.objective, words.scope, words.since, words.reason].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {guarantees.map((one) => (
              <Table.Tr key={one.id + JSON.stringify(one.scope)} bg={one.id === chosen ? 'var(--mantine-color-default-hover)' : undefined}>
                <Table.Td>
                  <Anchor component="button" type="button" size="sm" fw={600} aria-pressed={one.id === chosen} aria-label={words.show(one.id)} onClick={() => onChoose(one.id)}>{one.id}</Anchor>
                  <Text size="xs" c="dimmed">{one.description}</Text>
                </Table.Td>
                <Table.Td><StateBadge state={one.state} /></Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatValue(one.value, one.unit) ?? <Text span size="sm" c="dimmed">{text.watch.noData}</Text>}</Table.Td>
                <Table.Td><Objective guarantee={one} /></Table.Td>
                <Table.Td><ScopeText scope={one.scope} /></Table.Td>
                <Table.Td><Time at={one.since} /></Table.Td>
                <Table.Td maw={320}><Text size="xs">{one.reason}</Text></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
