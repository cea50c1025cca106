import { api } from '../../api/client';
import type { Api } from '../../api/types';
import type { EntryProof } from './verify/verifyEntry';

/** An entry of the ledger. */
export type LedgerEntry = Api['EntryAnswer'];

/** The newest signed state. */
export type LedgerHead = Api['LedgerHeadAnswer'];

export const fetchEntry = (index: string, signal: AbortSignal) => api<LedgerEntry>(`/api/v1/ledger/entries/${encodeURIComponent(index)}`, { signal });

export const fetchHead = (signal: AbortSignal) => api<LedgerHead>('/api/v1/ledger/head', { signal });

export const fetchProof = (index: number | string) => api<EntryProof>(`/api/v1/ledger/entries/${index}/proof`);
