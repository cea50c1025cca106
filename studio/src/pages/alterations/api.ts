import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** A change in the words of the host. */
export type Alteration = { type: string } & Record<string, unknown>;

/** Which runs, and what. */
export type AlterationRequest = Api['AlterationRequest'];

/** What changes would do to a run. */
export type Check = Api['AlterationCheckAnswer'];

/** Changes that were asked for. */
export type Plan = Omit<Api['AlterationPlanAnswer'], 'alterations'> & { alterations: Alteration[] };

export const plansPath = '/api/v1/alterations';
export const dryRun = (request: AlterationRequest) => api<{ total: number; items: Check[] }>(`${plansPath}/dry-run`, { method: 'POST', body: request });
export const submit = (request: AlterationRequest) => api<Plan>(plansPath, { method: 'POST', body: request });
