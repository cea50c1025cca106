import { api } from '../../api/client';
import type { EntryProof } from './verify/verifyEntry';

/** An entry of the ledger. */
export interface LedgerEntry {
  index: number;
  key: string;
  kind: string;
  subject?: string | null;
  agreement?: string | null;
  instance?: string | null;
  bodySha256: string;
  cause: number;
  enlistedAt: string;
  leafHash: string;
  v: number;
  body?: unknown;
}

/** The newest signed state. */
export interface LedgerHead {
  origin: string;
  size: number;
  root?: string | null;
  checkpoint?: string | null;
  key: string;
  lastEntryAt?: string | null;
}

export const fetchEntry = (index: string, signal: AbortSignal) => api<LedgerEntry>(`/api/v1/ledger/entries/${encodeURIComponent(index)}`, { signal });

export const fetchHead = (signal: AbortSignal) => api<LedgerHead>('/api/v1/ledger/head', { signal });

export const fetchProof = (index: number | string) => api<EntryProof>(`/api/v1/ledger/entries/${index}/proof`);
