import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SaveWatch } from './saves';

describe('SaveWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('holds an editor back from the touch until its save has arrived', async () => {
    const told: unknown[] = [];
    const saves = new SaveWatch((state) => told.push(state));
    saves.editing = true;
    saves.touched();
    let quiet = false;
    void saves.quiet().then(() => (quiet = true));
    await vi.advanceTimersByTimeAsync(600);
    let arrive!: (response: Response) => void;
    const tracked = saves.track(new Promise((resolve) => (arrive = resolve)));
    await vi.advanceTimersByTimeAsync(2000);
    expect(quiet).toBe(false);
    expect(saves.unsaved).toBe(true);
    arrive(new Response(null, { status: 200 }));
    await tracked;
    await vi.advanceTimersByTimeAsync(0);
    expect(quiet).toBe(true);
    expect(saves.unsaved).toBe(false);
    expect(told.at(-1)).toEqual({ pending: false, failed: false });
  });

  it('keeps a refused save as unsaved until one succeeds', async () => {
    const saves = new SaveWatch(() => undefined);
    saves.editing = true;
    await saves.track(Promise.resolve(new Response(null, { status: 400 })));
    expect(saves.unsaved).toBe(true);
    await saves.track(Promise.resolve(new Response(null, { status: 200 })));
    expect(saves.unsaved).toBe(false);
    await saves.track(Promise.reject(new TypeError('network')));
    expect(saves.unsaved).toBe(true);
  });

  it('ignores touches where nothing is edited', async () => {
    const saves = new SaveWatch(() => undefined);
    saves.touched();
    expect(saves.unsaved).toBe(false);
    await saves.quiet();
  });
});
