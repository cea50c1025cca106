import { Anchor, Box, Button, Center, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useBlocker, useLocation, useNavigate } from 'react-router';
import { ErrorPanel } from '../components/ErrorPanel';
import { appBase } from '../lib/base';
import { useCan } from '../session/SessionContext';
import { text } from '../text';
import { barHeight } from './layout';
import { pathOf, screenOf } from './paths';
import type { Screen } from './protocol';
import { useStudioFrame } from './useStudioFrame';

const preloadAfter = 1500;
const offerAfter = 1000;

/**
 * The frame with Elsa Studio. It lives as long as the session: the runtime starts in the background once the first page is drawn, and moving between
 * pages keeps it. A document of its own keeps Studio's styles off our pages and ours off Studio.
 */
export function StudioHost() {
  const { pathname, search } = useLocation();
  const allowed = useCan('read:workflow-definitions');
  const screen = screenOf(pathname, search);
  const started = usePreload(screen !== undefined);
  if (!allowed || !started) return null;
  return <Frame screen={screen} />;
}

function usePreload(now: boolean): boolean {
  const [due, setDue] = useState(now);
  useEffect(() => {
    if (due) return;
    const timer = window.setTimeout(() => setDue(true), now ? 0 : preloadAfter);
    return () => window.clearTimeout(timer);
  }, [due, now]);
  return due || now;
}

function Frame({ screen }: { screen: Screen | undefined }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const navigate = useNavigate();
  const { height } = useViewportSize();
  const state = useStudioFrame(frame, screen ?? { name: 'none' }, {
    onOpen: (target) => void navigate(pathOf(target)),
    onLog: (instanceId) => void navigate(`/runs/${encodeURIComponent(instanceId)}/log`),
    onQuery: (query) => {
      if (screen?.name === 'definitions' || screen?.name === 'instances') void navigate({ search: query }, { replace: true });
    },
    onExecuted: (instanceId, cannotStart) => announce(instanceId, cannotStart, (id) => void navigate(pathOf({ name: 'instance', id }))),
  });
  useLeaveGuard(state.pending || state.failed);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => state.failed && currentLocation.pathname !== nextLocation.pathname);
  const top = 52 + (screen && 'id' in screen ? barHeight : 0);

  return (
    <Box pos="relative" display={screen ? undefined : 'none'}>
      {state.phase === 'starting' && (
        <Center pos="absolute" inset={0} style={{ zIndex: 1 }}>
          <Stack align="center" gap="xs" role="status">
            <Loader aria-hidden />
            <Text>{text.studio.starting}</Text>
            <Text size="sm" c="dimmed">
              {text.studio.startingFirst}
            </Text>
          </Stack>
        </Center>
      )}
      {state.phase === 'failed' && (
        <Center p="xl">
          <ErrorPanel error={new Error(`${text.studio.failedTitle}: ${state.message ?? ''}`)} onRetry={() => window.location.reload()} />
        </Center>
      )}
      <iframe
        ref={frame}
        title={text.studio.frame}
        src={`${appBase}elsa/${__ELSA_VERSION__}/`}
        style={{ display: 'block', border: 0, width: '100%', height: Math.max(320, height - top), visibility: state.phase === 'ready' ? 'visible' : 'hidden' }}
      />
      <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title={text.studio.unsavedTitle} centered>
        <Stack>
          <Text>{text.studio.unsaved}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => blocker.reset?.()}>
              {text.studio.stay}
            </Button>
            <Button color="red" onClick={() => blocker.proceed?.()}>
              {text.studio.leave}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Box>
  );
}

/** The browser asks before the page goes while a change may not have reached the host. */
function useLeaveGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}

function announce(instanceId: string | null, cannotStart: boolean, watch: (id: string) => void): void {
  if (cannotStart || !instanceId) {
    notifications.show({ color: 'orange', message: text.studio.cannotStart });
    return;
  }
  // From the editor Studio opens the run by itself.
  window.setTimeout(() => {
    if (!window.location.pathname.endsWith(`/runs/${instanceId}`)) offer(instanceId, watch);
  }, offerAfter);
}

function offer(instanceId: string, watch: (id: string) => void): void {
  notifications.show({
    id: `run-${instanceId}`,
    autoClose: 10_000,
    message: (
      <Group justify="space-between">
        <Text size="sm">{text.studio.started}</Text>
        <Anchor
          component="button"
          size="sm"
          onClick={() => {
            notifications.hide(`run-${instanceId}`);
            watch(instanceId);
          }}
        >
          {text.studio.watch}
        </Anchor>
      </Group>
    ),
  });
}
