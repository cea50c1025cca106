import type { RouteObject } from 'react-router';

/** The audit trail. */
export const auditRoutes: RouteObject[] = [{ path: '/audit', lazy: async () => ({ Component: (await import('./AuditPage')).AuditPage }) }];
