import type { RouteObject } from 'react-router';

/** Keys of machines. */
export const keyRoutes: RouteObject[] = [{ path: '/keys', lazy: async () => ({ Component: (await import('./KeysPage')).KeysPage }) }];
