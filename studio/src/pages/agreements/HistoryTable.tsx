import { ScrollArea, Table } from '@mantine/core';
import { Time } from '../../components/Time';
import { StateBadge } from '../../components/watch/Labels';
import { text } from '../../text';
import { formatValue, type HistorySeries } from './api';

const words = text.watch.agreements;

/** The values of the chart for those who read rather than look, newest first. */
export function HistoryTable({ series: { points, unit }, label }: { series: HistorySeries; label: string }) {
  return (
    <ScrollArea h={320} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
      <Table stickyHeader miw={620} captionSide="top">
        <Table.Thead>
          <Table.Tr>{[words.from, text.watch.state, words.last, words.lowest, words.highest, words.evaluations].map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map((point) => (
            <Table.Tr key={point.from}>
              <Table.Td><Time at={point.at} full /></Table.Td>
              <Table.Td><StateBadge state={point.state} /></Table.Td>
              {[point.value, point.lowest, point.highest].map((value, i) => <Table.Td key={i}>{formatValue(value, unit) ?? text.watch.noData}</Table.Td>)}
              <Table.Td>{point.fulfilled + point.violated + point.notDetermined}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
