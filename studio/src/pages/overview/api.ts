import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** How everything stands; parts that the person may not read are absent. */
export type Overview = Api['OverviewAnswer'];

export const fetchOverview = (signal: AbortSignal) => api<Overview>('/api/v1/overview', { signal });
