import type { RouteObject } from 'react-router';

/** Schedules, and the pause of all workflows. */
export const scheduleRoutes: RouteObject[] = [{ path: '/schedules', lazy: async () => ({ Component: (await import('./SchedulesPage')).SchedulesPage }) }];
