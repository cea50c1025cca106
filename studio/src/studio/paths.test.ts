import { describe, expect, it } from 'vitest';
import { isStudioPath, pathOf, sameScreen, screenOf } from './paths';

describe('addresses of screens', () => {
  it.each(['/workflows/agreement-evaluation', '/runs/68hmcvyx', '/workflows/with%20blank', '/workflows?page=2&search=a', '/runs?statuses=Running'])('%s is there and back', (path) => {
    const [pathname = '', query] = path.split('?');
    const screen = screenOf(pathname, query === undefined ? '' : `?${query}`);
    expect(screen && pathOf(screen)).toBe(path);
  });

  it('leaves other pages alone', () => {
    expect(isStudioPath('/users')).toBe(false);
    expect(isStudioPath('/workflows/a/b')).toBe(false);
  });

  it('takes a list with another filter for the same screen, and another run for another', () => {
    expect(sameScreen({ name: 'definitions', query: '' }, { name: 'definitions', query: '?page=2' })).toBe(true);
    expect(sameScreen({ name: 'instance', id: 'a' }, { name: 'instance', id: 'b' })).toBe(false);
    expect(sameScreen({ name: 'none' }, { name: 'instances', query: '' })).toBe(false);
  });
});
