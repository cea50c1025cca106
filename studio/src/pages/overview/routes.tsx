import type { RouteObject } from 'react-router';

/** How everything stands. */
export const overviewRoutes: RouteObject[] = [{ path: '/overview', lazy: async () => ({ Component: (await import('./OverviewPage')).OverviewPage }) }];
