import type { RouteObject } from 'react-router';

/** Evidence. */
export const evidenceRoutes: RouteObject[] = [
  { path: '/evidence', lazy: async () => ({ Component: (await import('./EvidenceListPage')).EvidenceListPage }) },
  { path: '/evidence/:id', lazy: async () => ({ Component: (await import('./EvidencePage')).EvidencePage }) },
];
