import type { RouteObject } from 'react-router';

/** The ledger and its entries. */
export const ledgerRoutes: RouteObject[] = [
  { path: '/ledger', lazy: async () => ({ Component: (await import('./LedgerPage')).LedgerPage }) },
  { path: '/ledger/:index', lazy: async () => ({ Component: (await import('./EntryPage')).EntryPage }) },
];
