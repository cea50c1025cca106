import { describe, expect, it } from 'vitest';
import { browserName } from './browserName';
import { formatBytes, formatDuration, formatRelative, shorten } from './format';

describe('format', () => {
  const now = Date.parse('2026-03-14T12:00:00Z');
  it.each([
    ['2026-03-14T11:57:00Z', '3 minutes ago'],
    ['2026-03-14T13:59:00Z', 'in 1 hour'],
    ['2026-03-13T12:00:00Z', 'yesterday'],
    ['2026-03-14T12:00:00Z', 'now'],
  ])('%s is %s', (at, expected) => expect(formatRelative(at, now)).toBe(expected));

  it('measures', () => {
    expect(formatDuration(950)).toBe('950 ms');
    expect(formatDuration(65_000)).toBe('1 min 5 s');
    expect(formatDuration(7_260_000)).toBe('2 h 1 min');
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(1_500_000)).toMatch(/^1[.,]5 MB$/);
    expect(shorten('0123456789abcdef', 8)).toBe('01234567…');
  });

  it('names browsers', () => {
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36')).toBe('Chrome 140 on Linux');
    expect(browserName('curl/8')).toBe('curl/8');
  });
});
