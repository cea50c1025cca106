import { api } from '../../api/client';
import { formatNumber } from '../../lib/format';

/** A limit of an objective. */
export interface Bound {
  metric: string;
  comparison: string;
  value: number;
}

/** A promise in one scope and where it stands. */
export interface Guarantee {
  id: string;
  description: string;
  severity?: string | null;
  scope: Record<string, string>;
  state: string;
  standing: string;
  since?: string | null;
  metric?: string | null;
  unit?: string | null;
  value?: number | null;
  objective: string;
  bounds: Bound[];
  reason: string;
  evaluatedUntil?: string | null;
  trend?: { at: string; value?: number | null; state: string }[] | null;
}

/** An agreement and where it stands. */
export interface Agreement {
  id: string;
  name: string;
  version: number;
  digest: string;
  createdAt: string;
  timeZone?: string | null;
  state: string;
  guaranteeCount: number;
  fulfilled: number;
  violated: number;
  notDetermined: number;
  evaluatedAt?: string | null;
  nextEvaluationAt?: string | null;
  problems?: string[] | null;
  guarantees?: Guarantee[] | null;
}

/** One step of a promise's history. */
export interface HistoryPoint {
  from: string;
  at: string;
  value?: number | null;
  lowest?: number | null;
  highest?: number | null;
  state: string;
  fulfilled: number;
  violated: number;
  notDetermined: number;
}

/** A promise in one scope over time. */
export interface HistorySeries {
  scope: Record<string, string>;
  metric?: string | null;
  unit?: string | null;
  objective: string;
  bounds: Bound[];
  points: HistoryPoint[];
}

/** A promise over time. */
export interface History {
  description: string;
  from: string;
  to: string;
  stepSeconds: number;
  series: HistorySeries[];
}

export const fetchAgreement = (id: string, signal: AbortSignal) => api<Agreement>(`/api/v1/agreements/${encodeURIComponent(id)}`, { signal });

export const fetchHistory = (id: string, guarantee: string, hours: number, signal: AbortSignal) =>
  api<History>(`/api/v1/agreements/${encodeURIComponent(id)}/guarantees/${encodeURIComponent(guarantee)}/history`, {
    signal,
    query: { from: new Date(Date.now() - hours * 3_600_000).toISOString() },
  });

const units: Record<string, string> = { percent: '%', milliseconds: 'ms', seconds: 's' };
const comparisons: Record<string, string> = { '>=': '≥', '<=': '≤', '==': '=', '!=': '≠' };

/** A value with its unit. */
export function formatValue(value: number | null | undefined, unit?: string | null): string | undefined {
  if (value === null || value === undefined) return undefined;
  return `${formatNumber(value)}${unit ? ` ${units[unit] ?? unit}` : ''}`;
}

/** A limit as people read it: `≥ 99 %`. */
export const formatBound = (bound: Bound, unit?: string | null): string => `${comparisons[bound.comparison] ?? bound.comparison} ${formatValue(bound.value, unit)}`;

/** The limits that the shown metric is held against. */
export const ownBounds = (one: { bounds: Bound[]; metric?: string | null }): Bound[] => one.bounds.filter(({ metric }) => metric === one.metric);
