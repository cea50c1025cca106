import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { text } from '../text';

interface Props {
  title: string;
  lead?: ReactNode;
  /** Buttons of the page. */
  actions?: ReactNode;
  /** Links above the title. */
  above?: ReactNode;
}

/** The head of a page; also names the browser's tab. */
export function PageHeader({ title, lead, actions, above }: Props) {
  useDocumentTitle(text.title(title));
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="md">
      <Stack gap={2} style={{ flex: '1 1 280px', minWidth: 0 }}>
        {above}
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {lead && (
          <Text c="dimmed" size="sm" component="div">
            {lead}
          </Text>
        )}
      </Stack>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
