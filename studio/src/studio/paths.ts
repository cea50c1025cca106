import type { Screen } from './protocol';

const definition = /^\/workflows\/([^/]+)$/;
const instance = /^\/runs\/([^/]+)$/;

/** The screen that an address of the console shows; `undefined` when it is a page of our own. */
export function screenOf(pathname: string, query = ''): Screen | undefined {
  if (pathname === '/workflows') return { name: 'definitions', query };
  if (pathname === '/runs') return { name: 'instances', query };
  const [, definitionId] = definition.exec(pathname) ?? [];
  if (definitionId) return { name: 'definition', id: decodeURIComponent(definitionId) };
  const [, instanceId] = instance.exec(pathname) ?? [];
  if (instanceId) return { name: 'instance', id: decodeURIComponent(instanceId) };
  return undefined;
}

/** The console's address of a screen. */
export function pathOf(screen: Screen): string {
  switch (screen.name) {
    case 'definitions':
      return `/workflows${screen.query}`;
    case 'instances':
      return `/runs${screen.query}`;
    case 'definition':
      return `/workflows/${encodeURIComponent(screen.id)}`;
    case 'instance':
      return `/runs/${encodeURIComponent(screen.id)}`;
    case 'none':
      return '/';
  }
}

/** Whether an address is drawn by Elsa Studio. */
export const isStudioPath = (pathname: string): boolean => screenOf(pathname) !== undefined;

/** Same screen and same thing on it; the query of a list is its own business. */
export const sameScreen = (a: Screen, b: Screen): boolean => a.name === b.name && ('id' in a ? 'id' in b && a.id === b.id : true);
