/** What the console and the frame with Elsa Studio say to each other. Both have the same origin; other senders are ignored. */

/** A screen of Elsa Studio. */
export type Screen =
  | { name: 'none' }
  | { name: 'definitions' | 'instances'; query: string }
  | { name: 'definition' | 'instance'; id: string };

/** From the console to the frame. */
export type ToFrame =
  | { type: 'show'; screen: Screen }
  | { type: 'scheme'; dark: boolean }
  /** Somebody signed in again: requests that wait go on. */
  | { type: 'signed-in' };

/** From the frame to the console. */
export type FromFrame =
  /** The elements are defined. */
  | { type: 'ready' }
  | { type: 'failed'; message: string }
  /** The screen asked for is drawn. */
  | { type: 'shown'; screen: Screen }
  | { type: 'open'; screen: Screen }
  /** The log of a run, which is a page of ours. */
  | { type: 'log'; instanceId: string }
  /** A list changed its filters or page. */
  | { type: 'query'; query: string }
  /** A request met a 401 and waits. */
  | { type: 'unauthorized' }
  /** The host refused a change, because the person's roles do not allow it. */
  | { type: 'refused' }
  /** A publish was made and warns of something. */
  | { type: 'warned'; sentences: string[] }
  | { type: 'executed'; instanceId: string | null; cannotStart: boolean }
  /** `pending`: a change may not have been sent yet or is on its way; `failed`: the last save was refused. */
  | { type: 'saving'; pending: boolean; failed: boolean }
  /** Somebody works in the frame. */
  | { type: 'active' };

/** The mark of these messages; browser extensions post others. */
export const channel = 'status-studio';

/** Sends a message to the other side. */
export function post(target: Window, message: ToFrame | FromFrame): void {
  target.postMessage({ channel, message }, window.location.origin);
}

/** Hears the other side. */
export function listen<T extends ToFrame | FromFrame>(source: () => Window | null | undefined, listener: (message: T) => void): () => void {
  const hear = (event: MessageEvent<unknown>) => {
    if (event.origin !== window.location.origin || event.source !== source()) return;
    const data = event.data as { channel?: string; message?: T } | null;
    if (data?.channel === channel && data.message) listener(data.message);
  };
  window.addEventListener('message', hear);
  return () => window.removeEventListener('message', hear);
}
