import { describe, expect, it } from 'vitest';
import { text } from '../text';
import { asTestResult } from './testAnswers';

const result = async (status: number, body: string) => {
  const answer = await asTestResult(new Response(body, { status }));
  const { status: state, exception } = (await answer.json()) as { status: string; exception?: { message: string } };
  return [answer.status, state, exception?.message];
};

describe('asTestResult', () => {
  it('leaves a result as it is', async () => {
    const answer = new Response('{"status":"Completed"}', { status: 200 });
    expect(await asTestResult(answer)).toBe(answer);
  });

  it.each([
    [400, '{"errors":{"activityHandle":["No such activity."]}}', 'No such activity.'],
    [503, '{"detail":"The runtime is paused."}', 'The runtime is paused.'],
    [403, '', text.studio.refused],
    [404, '', text.studio.testGone],
    [429, '<html>', text.studio.testRefused(429)],
  ])('makes a fault of %i', async (status, body, sentence) => {
    expect(await result(status, body)).toEqual([200, 'Faulted', sentence]);
  });
});
