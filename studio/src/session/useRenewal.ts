import { useEffect } from 'react';
import { readSession } from './api';

const renewEvery = 5 * 60_000;
const signs = ['pointerdown', 'keydown', 'status:active'] as const;

/** Keeps the session of somebody who works at a page alive, although the page itself may ask nothing of the host for a while. */
export function useRenewal(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    let active = false;
    const note = () => {
      active = true;
    };
    for (const sign of signs) window.addEventListener(sign, note, { passive: true });
    const timer = window.setInterval(() => {
      if (!active) return;
      active = false;
      // A failure shows itself at the next request, which asks to sign in; nothing is lost by not renewing now.
      readSession().catch(() => undefined);
    }, renewEvery);
    return () => {
      window.clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, note);
    };
  }, [signedIn]);
}
