import type { HubConnection } from '@microsoft/signalr';
import { useSyncExternalStore } from 'react';
import { fromHost } from '../lib/base';

/** What may be watched; the host checks the permission for each. */
export type Topic = 'agreements' | 'alerts' | 'ledger' | 'evidence' | 'runs';

/** Something of a topic was committed; the host sends at most about one a second for each topic. */
export interface LiveMessage {
  topic: Topic;
  /** Position on the feed of the last fact that the message stands for. */
  position: number;
  /** Types of the facts, for example `guarantee.violated`. */
  types: string[];
  /** What they were about, as far as the facts say; empty when there are too many to name. */
  subjects: string[];
}

/** `idle` while nobody watches; `lost` once an established connection broke and has not come back. */
export type LiveState = 'idle' | 'connecting' | 'connected' | 'lost';

type Listener = (message: LiveMessage) => void;

const watchers = new Map<Topic, Set<Listener>>();
const stateListeners = new Set<() => void>();
const retryDelay = 5000;
let state: LiveState = 'idle';
let connection: Promise<HubConnection> | undefined;

function setState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of stateListeners) listener();
}

async function open(): Promise<HubConnection> {
  // Loaded here and not with the first page: nothing is drawn by it.
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder()
    .withUrl(fromHost('/hubs/live'))
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(30_000, 1000 * 2 ** previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();
  hub.on('changed', (message: LiveMessage) => watchers.get(message.topic)?.forEach((listener) => listener(message)));
  hub.onreconnecting(() => setState('lost'));
  // Refused (the session ended) or given up: whoever is signed in then connects anew.
  hub.onclose(() => {
    if (state === 'idle') return;
    connection = undefined;
    setState('idle');
    if (watchers.size > 0) window.setTimeout(reopen, retryDelay);
  });
  hub.onreconnected(() => {
    setState('connected');
    // What happened meanwhile was not heard, so everything watched counts as changed.
    for (const topic of watchers.keys()) {
      void watch(hub, topic);
      watchers.get(topic)?.forEach((listener) => listener({ topic, position: 0, types: [], subjects: [] }));
    }
  });
  setState('connecting');
  await start(hub);
  return hub;
}

function reopen(): void {
  if (connection || watchers.size === 0) return;
  connection = open();
  for (const topic of watchers.keys()) void connection.then((hub) => watch(hub, topic)).catch(() => undefined);
}

async function start(hub: HubConnection): Promise<void> {
  for (;;) {
    try {
      await hub.start();
      setState('connected');
      return;
    } catch {
      // Shown by the state; the page works without live messages, and the next attempt may succeed.
      if (state === 'idle') throw new Error('The session ended before the connection was there.');
      await new Promise((resolve) => window.setTimeout(resolve, retryDelay));
    }
  }
}

const watch = (hub: HubConnection, topic: Topic) =>
  hub.invoke('Watch', topic).catch((error: unknown) => console.warn(`Live messages about ${topic} are not available:`, error));

/** Calls the listener for every message of a topic until the function it returns is called. */
export function subscribe(topic: Topic, listener: Listener): () => void {
  const listeners = watchers.get(topic) ?? new Set();
  watchers.set(topic, listeners);
  listeners.add(listener);
  connection ??= open();
  if (listeners.size === 1) void connection.then((hub) => watch(hub, topic)).catch(() => undefined);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    watchers.delete(topic);
    void connection?.then((hub) => (state === 'connected' && !watchers.has(topic) ? hub.invoke('Unwatch', topic) : undefined)).catch(() => undefined);
  };
}

/** How the connection stands. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    () => state,
  );

/** Closes the connection: its session has ended, and the next one may belong to somebody else. */
export function closeLive(): void {
  const closing = connection;
  connection = undefined;
  setState('idle');
  void closing?.then((hub) => hub.stop()).catch(() => undefined);
}
