import { fromHost } from '../lib/base';
import type { FromFrame } from '../studio/protocol';
import type { SaveWatch } from './saves';
import { asTestResult } from './testAnswers';
import { warningsOf } from './warnings';

const execute = /\/workflow-definitions\/[^/]+\/(execute|dispatch)$/;
const save = /\/workflow-definitions$/;
const publish = /\/workflow-definitions\/[^/]+\/publish$/;
const test = /\/tests\/activities$/;

/**
 * Wraps `fetch`, through which all calls of Elsa Studio go: a 401 waits for a sign-in and is repeated, saves are watched, and the console hears of runs
 * (Studio's own callbacks for that never fire).
 */
export function watchFetch(saves: SaveWatch, tell: (message: FromFrame) => void): { resume: () => void } {
  const original = window.fetch.bind(window);
  let gate: { promise: Promise<void>; open: () => void } | undefined;

  const wait = (): Promise<void> => {
    if (!gate) {
      let open!: () => void;
      const promise = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { promise, open };
      tell({ type: 'unauthorized' });
    }
    return gate.promise;
  };

  const withSession = async (request: Request): Promise<Response> => {
    const again = request.clone();
    const response = await original(request);
    if (response.status !== 401) return response;
    await wait();
    return original(again);
  };

  window.fetch = (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(fromHost('/elsa/'))) return original(input, init);
    const response = withSession(request);
    // Studio keeps silent about a refusal outside the editor's saves; the person should know why nothing happened.
    if (request.method !== 'GET') void response.then((answer) => answer.status === 403 && tell({ type: 'refused' })).catch(() => undefined);
    if (request.method === 'POST' && save.test(pathname)) void saves.track(response);
    if (request.method === 'POST' && (save.test(pathname) || publish.test(pathname))) void response.then((answer) => warn(answer, tell)).catch(() => undefined);
    if (request.method === 'POST' && execute.test(pathname)) void response.then((answer) => report(answer, tell)).catch(() => undefined);
    return request.method === 'POST' && test.test(pathname) ? response.then(asTestResult) : response;
  };

  return {
    resume: () => {
      gate?.open();
      gate = undefined;
    },
  };
}

function report(answer: Response, tell: (message: FromFrame) => void): void {
  const cannotStart = answer.headers.get('x-elsa-workflow-cannot-start') === 'true';
  const instanceId = answer.headers.get('x-elsa-workflow-instance-id');
  if (cannotStart || instanceId) tell({ type: 'executed', instanceId, cannotStart });
}

async function warn(answer: Response, tell: (message: FromFrame) => void): Promise<void> {
  const sentences = await warningsOf(answer);
  if (sentences.length > 0) tell({ type: 'warned', sentences });
}
