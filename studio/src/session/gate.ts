/**
 * Where a request that met a 401 waits until somebody has signed in again. Apart from React, because requests are made outside it too.
 */
type Listener = (waiting: boolean) => void;

const listeners = new Set<Listener>();
let waiting: { promise: Promise<void>; resolve: () => void; reject: (reason: Error) => void } | undefined;

/** Whether requests wait for a sign-in. */
export const isSessionRequired = (): boolean => waiting !== undefined;

/** Asks for a sign-in over the page; resolves when it has succeeded, rejects when the person signs out instead. */
export function requireSession(): Promise<void> {
  if (!waiting) {
    let resolve!: () => void;
    let reject!: (reason: Error) => void;
    const promise = new Promise<void>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    waiting = { promise, resolve, reject };
    for (const listener of listeners) listener(true);
  }
  return waiting.promise;
}

/** Lets every waiting request go on, or fails them all. */
export function settleSession(signedIn: boolean): void {
  const settled = waiting;
  waiting = undefined;
  if (signedIn) settled?.resolve();
  else settled?.reject(new DOMException('Signed out.', 'AbortError'));
  for (const listener of listeners) listener(false);
}

/** Hears when a sign-in is asked for and when that is over. */
export function onSessionRequired(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
