import { describe, expect, it } from 'vitest';
import { includes } from './permissions';

describe('includes', () => {
  it.each([
    [['*'], 'delete:everything', true],
    [['read:*'], 'read:ledger', true],
    [['read:*'], 'write:ledger', false],
    [['read:ledger'], 'read:ledger', true],
    [['read:ledger'], 'read:ledgers', false],
    [[], 'read:ledger', false],
  ])('%j includes %s: %s', (held, asked, expected) => expect(includes(held, asked)).toBe(expected));
});
