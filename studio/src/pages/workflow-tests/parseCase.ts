import type { TestCase } from './api';

/** A case out of its JSON text, or why it is none. */
export function parseCase(json: string): TestCase | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a case is an object';
  const { name } = value as TestCase;
  return typeof name === 'string' && name.trim() !== '' ? (value as TestCase) : 'a case has a name';
}
