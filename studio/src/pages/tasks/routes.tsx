import type { RouteObject } from 'react-router';

/** What workflows ask people to do. */
export const taskRoutes: RouteObject[] = [{ path: '/tasks', lazy: async () => ({ Component: (await import('./TasksPage')).TasksPage }) }];
