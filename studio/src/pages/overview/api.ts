import { api } from '../../api/client';
import type { Agreement } from '../agreements/api';
import type { Alert } from '../alerts/api';
import type { Evidence } from '../evidence/api';
import type { LedgerHead } from '../ledger/api';

/** How everything stands; parts that the person may not read are absent. */
export interface Overview {
  at: string;
  trendFrom?: string | null;
  agreements?: Agreement[] | null;
  evidence?: { lastDay: number; latest: Evidence[] } | null;
  ledger?: LedgerHead | null;
  alerts?: { open: number; bySeverity: Record<string, number>; latest: Alert[] } | null;
  runs?: { running: number; waiting: number; failedLastDay: number; latestFailures: { id: string; definitionId: string; name: string; failedAt: string; incidents: number }[] } | null;
}

export const fetchOverview = (signal: AbortSignal) => api<Overview>('/api/v1/overview', { signal });
