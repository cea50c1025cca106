import { api } from '../../api/client';

/** A piece of evidence without its bytes. */
export interface Evidence {
  id: string;
  digest: string;
  size: number;
  mediaType: string;
  kind: string;
  source: string;
  controlId?: string | null;
  agreementId?: string | null;
  scope: Record<string, string>;
  window?: { from: string; to: string } | null;
  collectedAt: string;
  validFrom: string;
  validUntil?: string | null;
  instanceId: string;
  provenance: Record<string, unknown>;
}

/** A piece of evidence, whether it counts now, and where the ledger certifies it. */
export interface EvidenceDetail {
  evidence: Evidence;
  validity: string;
  ledgerIndex?: number | null;
}

export const addressOf = (id: string) => `/api/v1/evidence/${encodeURIComponent(id)}`;

export const fetchEvidence = (id: string, signal: AbortSignal) => api<EvidenceDetail>(addressOf(id), { signal });
