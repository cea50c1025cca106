import { describe, expect, it } from 'vitest';
import { parseCase } from './parseCase';

describe('parseCase', () => {
  it('takes an object with a name', () => expect(parseCase('{"name":"x","expect":{}}')).toEqual({ name: 'x', expect: {} }));
  it.each([['[]'], ['{}'], ['{"name":" "}'], ['{"name":'], ['null']])('says why %s is no case', (json) => expect(typeof parseCase(json)).toBe('string'));
});
