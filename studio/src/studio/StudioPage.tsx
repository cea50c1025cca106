import { Anchor, Group, Text, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { text } from '../text';
import { screenOf } from './paths';
import { barHeight } from './layout';

/** What stands above the frame: the way back and the name of the screen. */
export function StudioPage() {
  const { pathname } = useLocation();
  const screen = screenOf(pathname);
  const inEditor = screen?.name === 'definition';
  const title = { definitions: text.studio.workflows, instances: text.studio.runs, definition: text.studio.editor, instance: text.studio.run, none: '' }[
    screen?.name ?? 'none'
  ];
  useDocumentTitle(text.title(title));
  if (screen?.name === 'definitions' || screen?.name === 'instances')
    return (
      <VisuallyHidden>
        <h1>{title}</h1>
      </VisuallyHidden>
    );
  return (
    <Group h={barHeight} px="sm" gap="xs" wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Anchor component={Link} to={inEditor ? '/workflows' : '/runs'} size="sm">
        <Group gap={2} wrap="nowrap">
          <IconChevronLeft size={16} aria-hidden />
          {inEditor ? text.studio.definitions : text.studio.instances}
        </Group>
      </Anchor>
      <Text component="h1" size="sm" fw={600} truncate>
        {title}
      </Text>
    </Group>
  );
}
