import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Names and values of one thing. */
export function Facts({ items, label }: { items: [string, ReactNode][]; label: string }) {
  return (
    <Paper withBorder p="md" component="dl" m={0} aria-label={label}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        {items.map(([name, value]) => (
          <div key={name} style={{ minWidth: 0 }}>
            <Text component="dt" size="xs" c="dimmed">{name}</Text>
            <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>{value ?? '–'}</Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
