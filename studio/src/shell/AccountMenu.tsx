import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser, IconUserCircle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useSession } from '../session/SessionContext';
import { text } from '../text';

const schemes = [
  { value: 'light', label: text.shell.light, icon: IconSun },
  { value: 'dark', label: text.shell.dark, icon: IconMoon },
  { value: 'auto', label: text.shell.system, icon: IconDeviceDesktop },
] as const;

/** The account, the appearance, and the ways out. */
export function AccountMenu() {
  const { user, leave } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = (everywhere: boolean) =>
    void leave(everywhere).catch((error: unknown) =>
      notifications.show({ color: 'red', message: error instanceof Error ? error.message : text.common.unexpected }),
    );
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.shell.accountOf(user.displayName ?? user.name)}>
          <IconUserCircle aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.displayName ?? user.name}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
          {text.shell.account}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{text.shell.appearance}</Menu.Label>
        {schemes.map(({ value, label, icon: Picture }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Picture size={16} aria-hidden />}
            rightSection={colorScheme === value ? <IconCheck size={16} aria-hidden /> : undefined}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => go(false)}>
          {text.shell.signOut}
        </Menu.Item>
        <Menu.Item onClick={() => go(true)}>{text.shell.signOutEverywhere}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
