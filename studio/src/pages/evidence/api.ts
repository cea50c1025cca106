import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** A piece of evidence without its bytes. */
export type Evidence = Api['EvidenceAnswer'];

/** A piece of evidence, whether it counts now, and where the ledger certifies it. */
export type EvidenceDetail = Api['EvidenceDetailAnswer'];

export const addressOf = (id: string) => `/api/v1/evidence/${encodeURIComponent(id)}`;

export const fetchEvidence = (id: string, signal: AbortSignal) => api<EvidenceDetail>(addressOf(id), { signal });
