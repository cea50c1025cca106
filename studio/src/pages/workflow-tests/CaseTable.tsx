import { ActionIcon, Badge, Code, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { text } from '../../text';
import type { CaseResult, TestCase } from './api';

const words = text.design.tests;

interface Props {
  cases: TestCase[];
  results: CaseResult[];
  onRun: (name: string) => void;
  onEdit: (index: number) => void;
  onRemove: (index: number) => void;
}

/** The cases with their last results; what differs stands below its case. */
export function CaseTable({ cases, results, onRun, onEdit, onRemove }: Props) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm" aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>{words.result}</Table.Th>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th w={140}>
              <VisuallyHidden>{text.common.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cases.map((one, index) => {
            const name = one.name ?? '';
            const result = results.find((found) => found.name === name);
            return (
              <Table.Tr key={`${index}-${name}`} style={{ verticalAlign: 'top' }}>
                <Table.Td>
                  <Badge color={!result ? 'gray' : result.passed ? 'green' : 'red'}>{!result ? words.notRun : result.passed ? words.passed : words.failed}</Badge>
                </Table.Td>
                <Table.Td>
                  <Stack gap={6}>
                    <Text fw={500}>{name}</Text>
                    {one.description && (
                      <Text size="sm" c="dimmed">
                        {one.description}
                      </Text>
                    )}
                    {result && !result.passed && <Differences result={result} />}
                  </Stack>
                </Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <ActionIcon variant="subtle" aria-label={`${words.runOne}: ${name}`} onClick={() => onRun(name)}>
                      <IconPlayerPlay size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon variant="subtle" aria-label={words.editCase(name)} onClick={() => onEdit(index)}>
                      <IconPencil size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon variant="subtle" color="red" aria-label={words.remove(name)} onClick={() => onRemove(index)}>
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Differences({ result }: { result: CaseResult }) {
  return (
    <>
      <Table withTableBorder fz="sm" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.what}</Table.Th>
            <Table.Th>{words.expected}</Table.Th>
            <Table.Th>{words.actual}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.differences.map(({ what, expected, actual }, index) => (
            <Table.Tr key={index}>
              {[what, expected, actual].map((value, column) => (
                <Table.Td key={column} style={{ overflowWrap: 'anywhere' }}>
                  <Code>{value}</Code>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {result.trace.length > 0 && (
        <details>
          <summary>{words.trace(result.trace.length)}</summary>
          <Code block>{result.trace.join('\n')}</Code>
        </details>
      )}
    </>
  );
}
