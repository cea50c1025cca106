import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { failed, warned } from '../lib/toasts';
import { requireSession } from '../session/gate';
import { text } from '../text';
import { type FromFrame, listen, post, type Screen, type ToFrame } from './protocol';

/** How the frame stands. */
export interface FrameState {
  phase: 'starting' | 'ready' | 'failed';
  message?: string;
  pending: boolean;
  failed: boolean;
}

interface Handlers {
  onOpen: (screen: Screen) => void;
  onLog: (instanceId: string) => void;
  onQuery: (query: string) => void;
  onExecuted: (instanceId: string | null, cannotStart: boolean) => void;
}

/** Talks with the frame. */
export function useStudioFrame(frame: RefObject<HTMLIFrameElement | null>, screen: Screen, handlers: Handlers): FrameState {
  const [state, setState] = useState<FrameState>({ phase: 'starting', pending: false, failed: false });
  const scheme = useComputedColorScheme('light');
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const send = useCallback(
    (message: ToFrame) => {
      const { current } = frame;
      if (current?.contentWindow) post(current.contentWindow, message);
    },
    [frame],
  );

  useEffect(
    () =>
      listen<FromFrame>(
        () => frame.current?.contentWindow,
        (message) => {
          switch (message.type) {
            case 'ready':
              return setState((old) => ({ ...old, phase: 'ready' }));
            case 'failed':
              return setState((old) => ({ ...old, phase: 'failed', message: message.message }));
            case 'saving':
              return setState((old) => ({ ...old, pending: message.pending, failed: message.failed }));
            case 'open':
              return latest.current.onOpen(message.screen);
            case 'log':
              return latest.current.onLog(message.instanceId);
            case 'query':
              return latest.current.onQuery(message.query);
            case 'executed':
              return latest.current.onExecuted(message.instanceId, message.cannotStart);
            case 'warned':
              return warned(message.sentences);
            case 'refused':
              return failed(new Error(text.studio.refused));
            case 'unauthorized':
              // Rejected when the person signs out instead: the frame goes with the page then.
              return void requireSession().then(() => send({ type: 'signed-in' }), () => undefined);
            case 'active':
              return void window.dispatchEvent(new Event('status:active'));
            case 'shown':
              return undefined;
          }
        },
      ),
    [frame, send],
  );

  const key = JSON.stringify(screen);
  const { phase } = state;
  useEffect(() => {
    if (phase === 'ready') send({ type: 'show', screen: JSON.parse(key) as Screen });
  }, [phase, key, send]);
  useEffect(() => {
    if (phase === 'ready') send({ type: 'scheme', dark: scheme === 'dark' });
  }, [phase, scheme, send]);
  return state;
}
