import { afterEach, describe, expect, it, vi } from 'vitest';
import { onSessionRequired, settleSession } from '../session/gate';
import { api, queryString } from './client';
import { ApiError } from './problem';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(body === undefined ? null : JSON.stringify(body), { status, headers });

afterEach(() => vi.unstubAllGlobals());

describe('queryString', () => {
  it('leaves out what is empty, repeats lists and escapes', () => {
    expect(queryString({ a: 'x y', b: '', c: undefined, d: null, e: ['1', '2'], f: 0, g: false })).toBe('?a=x+y&e=1&e=2&f=0&g=false');
    expect(queryString({})).toBe('');
  });
});

describe('api', () => {
  it('waits for a sign-in after a 401 and then repeats the same request', async () => {
    const fetch = vi.fn().mockResolvedValueOnce(answer(401, {})).mockResolvedValueOnce(answer(200, { ok: true }));
    vi.stubGlobal('fetch', fetch);
    const asked = vi.fn();
    const stop = onSessionRequired(asked);
    const result = api('/x', { method: 'POST', body: { typed: 1 } });
    await vi.waitFor(() => expect(asked).toHaveBeenCalledWith(true));
    expect(fetch).toHaveBeenCalledTimes(1);
    settleSession(true);
    expect(await result).toEqual({ ok: true });
    expect(fetch.mock.calls[1]).toEqual(fetch.mock.calls[0]);
    stop();
  });

  it('fails what waits when the person signs out instead', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer(401, {})));
    const asked = vi.fn();
    const stop = onSessionRequired(asked);
    const result = api('/x');
    await vi.waitFor(() => expect(asked).toHaveBeenCalledWith(true));
    settleSession(false);
    await expect(result).rejects.toThrow('Signed out.');
    stop();
  });

  it('leaves a 401 to who asks anonymously', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer(401, { detail: 'no' })));
    await expect(api('/x', { anonymous: true })).rejects.toMatchObject({ status: 401, message: 'no' });
  });

  it('reads problem details, field errors and Retry-After', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answer(429, { title: 't', detail: 'd', errors: { Name: ['too short.', 'taken.'] } }, { 'retry-after': '7' })));
    const error = await api('/x').catch((caught: unknown) => caught as ApiError);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 429, retryAfter: 7, message: 'd', mayPass: true });
    expect((error as ApiError).field('name')).toBe('too short. taken.');
  });

  it('says that the host is not reached', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('network')));
    await expect(api('/x')).rejects.toMatchObject({ status: 0, mayPass: true });
  });
});
