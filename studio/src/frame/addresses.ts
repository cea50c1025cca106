import type { FromFrame, Screen } from '../studio/protocol';

const definition = /^workflows\/definitions\/([^/?]+)(?:\/edit)?/;
const instance = /^workflows\/instances\/([^/?]+)(?:\/view)?/;

/** The screen behind an address that the full Studio would serve; `undefined` for addresses that only it has. */
export function screenOfStudioAddress(address: string): Screen | undefined {
  const path = address.startsWith(document.baseURI) ? address.slice(document.baseURI.length) : address.replace(/^[a-z]+:\/\/[^/]+\//, '').replace(/^\//, '');
  const [, definitionId] = definition.exec(path) ?? [];
  if (definitionId) return { name: 'definition', id: decodeURIComponent(definitionId) };
  const [, instanceId] = instance.exec(path) ?? [];
  if (instanceId) return { name: 'instance', id: decodeURIComponent(instanceId) };
  if (path.startsWith('workflows/definitions')) return { name: 'definitions', query: '' };
  if (path.startsWith('workflows/instances')) return { name: 'instances', query: '' };
  return undefined;
}

/** The run whose log a link of the viewer leads to; the package has no screen for it. */
export function runOfLogAddress(address: string): string | undefined {
  const url = new URL(address, document.baseURI);
  return url.pathname.endsWith('/diagnostics/structured-logs') ? (url.searchParams.get('workflowInstanceId') ?? undefined) : undefined;
}

/** Lists write their page and filters into the address; the console shows them in its own, and the frame adds no entries to the browser's history. */
export function watchHistory(tell: (message: FromFrame) => void): void {
  const replace = history.replaceState.bind(history);
  const change = (data: unknown, unused: string, url?: string | URL | null) => {
    if (url === undefined || url === null) return replace(data, unused);
    const target = new URL(url, document.baseURI);
    const screen = target.pathname === new URL(document.baseURI).pathname ? undefined : screenOfStudioAddress(target.href);
    if (screen) return tell({ type: 'open', screen });
    replace(data, unused, url);
    tell({ type: 'query', query: target.search });
  };
  history.replaceState = change;
  history.pushState = change;
}

/** Links to screens open them in the console; links to what this package lacks would leave the page for nothing. */
export function watchLinks(tell: (message: FromFrame) => void): void {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.download || !link.href.startsWith(window.location.origin)) return;
      if (link.getAttribute('href')?.startsWith('#')) return;
      event.preventDefault();
      const run = runOfLogAddress(link.href);
      if (run) return tell({ type: 'log', instanceId: run });
      const screen = screenOfStudioAddress(link.href);
      if (screen) tell({ type: 'open', screen });
    },
    true,
  );
}
