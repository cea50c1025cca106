import { Alert, Button, Text } from '@mantine/core';
import { IconHourglassOff, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Time } from '../../components/Time';
import { useConfirm } from '../../components/useConfirm';
import { succeeded } from '../../lib/toasts';
import { useCan } from '../../session/SessionContext';
import { text } from '../../text';
import { pauseRuntime, readRuntime, resumeRuntime } from './api';

const words = text.schedules.runtime;
const key = ['runtime'];

/** The state of the runtime, read again now and then: another host or person may change it. */
function useRuntime() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => readRuntime(signal), refetchInterval: 10_000 }).data;
}

/** Says that nothing runs, who wanted it and why. */
export function RuntimeNotice() {
  const runtime = useRuntime();
  if (runtime?.state !== 'paused') return null;
  return (
    <Alert color="orange" icon={<IconPlayerPause size={18} aria-hidden />} title={words.isPaused(runtime.pausedBy ?? '')} mb="md">
      {runtime.reason && <Text size="sm">{runtime.reason}</Text>}
      <Text size="sm">
        <Time at={runtime.pausedAt} />
        {runtime.readyWork > 0 && ` · ${words.waiting(runtime.readyWork)}`}
      </Text>
    </Alert>
  );
}

/** Says that code of definitions went past its time on this host and holds places that only a restart gives back. */
export function LeftBehindNotice() {
  const left = useRuntime()?.leftBehind.filter(({ count }) => count > 0) ?? [];
  if (left.length === 0) return null;
  const isFull = left.some(({ count, places }) => count >= places);
  return (
    <Alert color={isFull ? 'red' : 'orange'} icon={<IconHourglassOff size={18} aria-hidden />} title={words.leftBehind} mb="md">
      {left.map(({ kind, count, places }) => (
        <Text key={kind} size="sm">
          {words.leftBehindOf(kind, count, places)}
        </Text>
      ))}
      <Text size="sm">{words.leftBehindAdvice}</Text>
    </Alert>
  );
}

/** The button for those who may pause everything. */
export function RuntimeButton() {
  const may = useCan('pause:runtime');
  const runtime = useRuntime();
  const queries = useQueryClient();
  const [confirm, dialog] = useConfirm();
  const done = (message: string) => {
    succeeded(message);
    void queries.invalidateQueries({ queryKey: key });
  };
  const resume = useMutation({ mutationFn: resumeRuntime, onSuccess: () => done(words.wasResumed) });
  if (!may || !runtime) return null;
  if (runtime.state === 'paused')
    return (
      <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={resume.isPending} onClick={() => resume.mutate()}>
        {words.resume}
      </Button>
    );
  const ask = () =>
    confirm({
      title: words.pauseTitle,
      message: words.pauseText,
      action: words.pause,
      run: async () => {
        await pauseRuntime();
        done(words.wasPaused);
      },
    });
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={ask}>
        {words.pause}
      </Button>
      {dialog}
    </>
  );
}
