import { describe, expect, it } from 'vitest';
import { warningsOf } from './warnings';

const of = (body: unknown, status = 200) => warningsOf(new Response(JSON.stringify(body), { status }));

describe('warningsOf', () => {
  it('names the activity', async () => {
    expect(await of({ validationErrors: [{ message: 'The time has passed.', activityId: 'start' }, { message: 'Nothing starts it.', activityId: null }] })).toEqual([
      'start: The time has passed.',
      'Nothing starts it.',
    ]);
  });

  it('says nothing of a publish without warnings, or one that was refused', async () => {
    expect(await of({ validationErrors: [] })).toEqual([]);
    expect(await of({})).toEqual([]);
    expect(await of({ validationErrors: [{ message: 'no' }] }, 400)).toEqual([]);
  });
});
