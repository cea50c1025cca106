import { Stack, Text, ThemeIcon } from '@mantine/core';
import { type Icon, IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What to do next. */
  hint?: ReactNode;
  icon?: Icon;
  /** A button that does it. */
  action?: ReactNode;
  /** The only heading of its page. */
  isPage?: boolean;
}

/** In place of a list without items. */
export function EmptyState({ title, hint, icon: Picture = IconMoodEmpty, action, isPage }: Props) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray" aria-hidden>
        <Picture size={26} />
      </ThemeIcon>
      <Text fw={600} component={isPage ? 'h1' : 'p'} m={0}>
        {title}
      </Text>
      {hint && (
        <Text size="sm" c="dimmed" maw={480} component="div">
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  );
}
