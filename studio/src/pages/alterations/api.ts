import { api } from '../../api/client';

/** A change in the words of the host. */
export type Alteration = { type: string } & Record<string, unknown>;

/** Which runs, and what. */
export interface AlterationRequest {
  alterations: Alteration[];
  runIds?: string[];
  filter?: Record<string, unknown>;
}

/** What changes would do to a run. */
export interface Check {
  runId: string;
  isPossible: boolean;
  problems: string[];
  notes: string[];
}

/** Changes that were asked for. */
export interface Plan {
  id: string;
  alterations: Alteration[];
  status: string;
  author: string;
  createdAt: string;
  runs: number;
  pending: number;
  failed: number;
}

export const plansPath = '/api/v1/alterations';
export const dryRun = (request: AlterationRequest) => api<{ total: number; items: Check[] }>(`${plansPath}/dry-run`, { method: 'POST', body: request });
export const submit = (request: AlterationRequest) => api<Plan>(plansPath, { method: 'POST', body: request });
