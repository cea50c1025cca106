import type { RouteObject } from 'react-router';

/** User administration. */
export const userRoutes: RouteObject[] = [{ path: '/users', lazy: async () => ({ Component: (await import('./UsersPage')).UsersPage }) }];
