import type { RouteObject } from 'react-router';

/** One's own account. */
export const accountRoutes: RouteObject[] = [{ path: '/account', lazy: async () => ({ Component: (await import('./AccountPage')).AccountPage }) }];
