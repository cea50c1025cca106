// How long the console's pages take in a real Chromium: STATUS_ADMIN_PASSWORD=… node studio/eng/measure-load.mjs [address] [rounds]
// Cold is a browser context without a cache, warm the same address once more in it. Needs a running host, and /usr/bin/chromium or what STATUS_TEST_CHROMIUM names.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const address = (process.argv[2] ?? 'http://127.0.0.1:3000').replace(/\/$/, '');
const rounds = Number(process.argv[3] ?? 7);
const password = process.env.STATUS_ADMIN_PASSWORD;
if (!password) throw new Error('STATUS_ADMIN_PASSWORD must hold the password of admin.');
/** A long task that begins within this time after the page was drawn still keeps somebody from using it. */
const settle = 500;
const patience = 120_000;

/** Pages by what must be there; `drawn` runs in the page. */
const pages = [
  { name: 'sign-in', path: '/app/', signedIn: false, drawn: `document.querySelector('input[type=password]:enabled')` },
  { name: 'overview', path: '/app/overview', signedIn: true, drawn: `document.querySelector('h1')?.textContent === 'Overview' && document.querySelector('main a[href*="/agreements/"]')` },
  { name: "Studio's list", path: '/app/workflows', signedIn: true, drawn: `[...document.querySelector('iframe')?.contentDocument?.querySelectorAll('td') ?? []].some((cell) => cell.textContent.includes('agreement-evaluation'))` },
];

// Without the note of an earlier sign-in the console does not ask for the session.
const watch = ({ drawn, signedIn }) => `performance.setResourceTimingBufferSize(2000);
if (window === window.top) {
  if (location.origin !== 'null') localStorage.setItem('status-signed-in', '${signedIn ? 'yes' : 'no'}');
  const busy = [];
  new PerformanceObserver((list) => busy.push(...list.getEntries().map(({ startTime, duration }) => [startTime, startTime + duration]))).observe({ type: 'longtask', buffered: true });
  const look = () => {
    let there = false;
    try { there = Boolean(${drawn}); } catch { /* The document is not complete yet. */ }
    if (!there) return requestAnimationFrame(look);
    const at = performance.now();
    const windows = [window, document.querySelector('iframe')?.contentWindow].filter(Boolean);
    const resources = windows.flatMap(({ performance: its }) => [...its.getEntriesByType('navigation'), ...its.getEntriesByType('resource')]);
    setTimeout(() => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
      const interactive = busy.filter(([from]) => from < at + ${settle}).reduce((latest, [, to]) => Math.max(latest, to), Math.max(at, paint));
      window.measured = { paint, drawn: at, interactive, bytes: resources.reduce((sum, one) => sum + one.transferSize, 0) };
    }, ${settle} + 100);
  };
  requestAnimationFrame(look);
}`;

/** Chromium's protocol over a pipe: messages end with a zero byte. */
class Chromium {
  #next = 1;
  #waiting = new Map();
  #profile = mkdtempSync(join(tmpdir(), 'status-measure-'));

  constructor() {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
    this.process = spawn(process.env.STATUS_TEST_CHROMIUM ?? '/usr/bin/chromium', [...flags, `--user-data-dir=${this.#profile}`, '--window-size=1280,900', '--remote-debugging-pipe'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    let rest = Buffer.alloc(0);
    this.process.stdio[4].on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        this.#hear(JSON.parse(rest.subarray(0, end).toString()));
        rest = rest.subarray(end + 1);
      }
    });
  }

  #hear({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async close() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    await this.send('Browser.close');
    await gone;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function signIn() {
  const response = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address).origin },
    body: JSON.stringify({ userName: 'admin', password }),
  });
  if (!response.ok) throw new Error(`The sign-in was answered with ${response.status}.`);
  return /status_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')[1];
}

async function visit(browser, page, browserContextId) {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  await browser.send('Page.enable', {}, sessionId);
  if (page.signedIn) await browser.send('Network.setCookie', { name: 'status_session', value: cookie, url: address, httpOnly: true }, sessionId);
  await browser.send('Page.addScriptToEvaluateOnNewDocument', { source: watch(page) }, sessionId);
  await browser.send('Page.navigate', { url: address + page.path }, sessionId);
  for (const end = Date.now() + patience; Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { result } = await browser.send('Runtime.evaluate', { expression: 'window.measured', returnByValue: true }, sessionId);
    if (result.value) {
      await browser.send('Target.closeTarget', { targetId });
      return result.value;
    }
  }
  const { result } = await browser.send('Runtime.evaluate', { expression: 'document.body.innerText', returnByValue: true }, sessionId);
  throw new Error(`${page.path} was not drawn in ${patience / 1000} s; it says: ${result.value}`);
}

const cookie = await signIn();
const browser = new Chromium();
const found = new Map();
console.log(`${address}, ${rounds} rounds, load average ${loadavg().map((one) => one.toFixed(1)).join(' ')} before`);
try {
  for (let round = 0; round < rounds; round++) {
    for (const page of pages) {
      const { browserContextId } = await browser.send('Target.createBrowserContext');
      for (const state of ['cold', 'warm']) {
        const key = `${page.name}, ${state}`;
        found.set(key, [...(found.get(key) ?? []), await visit(browser, page, browserContextId)]);
      }
      await browser.send('Target.disposeBrowserContext', { browserContextId });
    }
  }
} finally {
  await browser.close();
}
console.log(`load average ${loadavg().map((one) => one.toFixed(1)).join(' ')} after`);
console.log('| page | first paint ms | drawn ms | interactive ms min / median / max | kB over the wire |\n|---|---:|---:|---:|---:|');
for (const [key, all] of found) {
  const sorted = (name) => all.map((one) => one[name] ?? NaN).sort((a, b) => a - b);
  const median = (name) => sorted(name)[Math.floor(all.length / 2)];
  const interactive = sorted('interactive').map(Math.round);
  console.log(`| ${key} | ${Math.round(median('paint'))} | ${Math.round(median('drawn'))} | ${interactive[0]} / ${Math.round(median('interactive'))} / ${interactive.at(-1)} | ${Math.round(median('bytes') / 1000)} |`);
}
