import { Alert, AppShell, Burger, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { ErrorBoundary } from '../components/ErrorBoundary';
import { PageLoader } from '../components/PageLoader';
import { useLiveState } from '../live/connection';
import { isStudioPath } from '../studio/paths';
import { StudioHost } from '../studio/StudioHost';
import { text } from '../text';
import { AccountMenu } from './AccountMenu';
import { Logo } from './Logo';
import { Navigation } from './Navigation';

const headerHeight = 52;

/** Header, menu and the page between them. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const { online } = useNetwork();
  const live = useLiveState();
  const inStudio = isStudioPath(pathname);
  return (
    <>
      <a className="skip-link" href="#content">
        {text.shell.skip}
      </a>
      <AppShell header={{ height: headerHeight }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={inStudio ? 0 : 'md'}>
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? text.shell.closeMenu : text.shell.openMenu} />
              <UnstyledButton component={Link} to="/" aria-label={text.shell.home}>
                <Group gap="xs" wrap="nowrap">
                  <Logo />
                  <Text fw={700}>STATUS</Text>
                </Group>
              </UnstyledButton>
            </Group>
            <AccountMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar>
          <Navigation onNavigate={close} />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          {(!online || live === 'lost') && (
            <Alert color="orange" icon={<IconPlugConnectedX aria-hidden />} role="status" mb={inStudio ? 0 : 'md'} py="xs">
              {text.shell.offline}
            </Alert>
          )}
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<PageLoader />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
          <StudioHost />
        </AppShell.Main>
      </AppShell>
    </>
  );
}
