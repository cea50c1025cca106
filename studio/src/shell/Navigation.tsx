import { NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { includes } from '../session/permissions';
import { useSession } from '../session/SessionContext';
import { text } from '../text';
import { navigation } from './navigation';

/** The menu, with what the person may see. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { user } = useSession();
  const { pathname } = useLocation();
  const groups = navigation
    .map((group) => ({ ...group, items: group.items.filter((item) => includes(user.permissions, item.permission)) }))
    .filter((group) => group.items.length > 0);
  return (
    <ScrollArea component="nav" aria-label={text.shell.menu} p="xs" h="100%">
      <Stack gap="md">
        {groups.map((group) => (
          <div key={group.label}>
            <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
              {group.label}
            </Text>
            {group.items.map(({ to, label, icon: Picture }) => {
              const active = pathname === to || pathname.startsWith(`${to}/`);
              return (
                <NavLink
                  key={to}
                  component={Link}
                  to={to}
                  label={label}
                  active={active}
                  aria-current={active ? 'page' : undefined}
                  leftSection={<Picture size={18} aria-hidden />}
                  onClick={onNavigate}
                  style={{ borderRadius: 'var(--mantine-radius-md)' }}
                />
              );
            })}
          </div>
        ))}
      </Stack>
    </ScrollArea>
  );
}
