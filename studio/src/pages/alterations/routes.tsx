import type { RouteObject } from 'react-router';

/** Changes of runs. */
export const alterationRoutes: RouteObject[] = [{ path: '/run-changes', lazy: async () => ({ Component: (await import('./AlterationsPage')).AlterationsPage }) }];
