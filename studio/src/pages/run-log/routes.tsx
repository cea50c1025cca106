import type { RouteObject } from 'react-router';

/** What a run has done, line by line. */
export const runLogRoutes: RouteObject[] = [{ path: '/runs/:id/log', lazy: async () => ({ Component: (await import('./RunLogPage')).RunLogPage }) }];
