import type { RouteObject } from 'react-router';

/** Imports from other systems. */
export const importRoutes: RouteObject[] = [{ path: '/imports/node-red', lazy: async () => ({ Component: (await import('./NodeRedPage')).NodeRedPage }) }];
