import type { RouteObject } from 'react-router';

/** Agreements and their promises. */
export const agreementRoutes: RouteObject[] = [
  { path: '/agreements', lazy: async () => ({ Component: (await import('./AgreementsPage')).AgreementsPage }) },
  { path: '/agreements/:id', lazy: async () => ({ Component: (await import('./AgreementPage')).AgreementPage }) },
];
