import type { RouteObject } from 'react-router';

/** The inbox of alerts. */
export const alertRoutes: RouteObject[] = [
  { path: '/alerts', lazy: async () => ({ Component: (await import('./AlertsPage')).AlertsPage }) },
  { path: '/alerts/:id', lazy: async () => ({ Component: (await import('./AlertPage')).AlertPage }) },
];
