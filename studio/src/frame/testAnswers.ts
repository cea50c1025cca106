import { text } from '../text';

/** Studio's Test tab takes every answer for a result and breaks at a refusal, so a refusal becomes the result of a test that faulted. */
export async function asTestResult(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const result = { status: 'Faulted', activityState: {}, outputs: {}, payload: {}, exception: { type: `HTTP ${answer.status}`, message: await sentenceOf(answer) } };
  return new Response(JSON.stringify(result), { status: 200, headers: { 'content-type': 'application/json' } });
}

async function sentenceOf(answer: Response): Promise<string> {
  if (answer.status === 403) return text.studio.refused;
  if (answer.status === 404) return text.studio.testGone;
  const body = await answer.text();
  return inJson(body) ?? text.studio.testRefused(answer.status);
}

function inJson(body: string): string | undefined {
  try {
    const { errors, detail, message } = JSON.parse(body) as { errors?: Record<string, string[]>; detail?: string; message?: string };
    return Object.values(errors ?? {}).flat()[0] ?? detail ?? message;
  } catch {
    return undefined;
  }
}
