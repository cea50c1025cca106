import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';

const columns = { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 22rem), 1fr))', gap: 'var(--mantine-spacing-sm) var(--mantine-spacing-md)' };

/** Names and values of one thing. */
export function Facts({ items, label }: { items: [string, ReactNode][]; label: string }) {
  return (
    // The groups stand directly in the list: screen readers find names and values only there.
    <Paper withBorder p="md" component="dl" m={0} aria-label={label} style={columns}>
      {items.map(([name, value]) => (
        <div key={name} style={{ minWidth: 0 }}>
          <Text component="dt" size="xs" c="dimmed">{name}</Text>
          <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>{value ?? '–'}</Text>
        </div>
      ))}
    </Paper>
  );
}
