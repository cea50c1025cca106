import { api } from '../../api/client';
import type { Api } from '../../api/types';
import { formatNumber } from '../../lib/format';

/** A limit of an objective. */
export type Bound = Api['ObjectiveBound'];

/** A promise in one scope and where it stands. */
export type Guarantee = Api['GuaranteeAnswer'];

/** An agreement and where it stands. */
export type Agreement = Api['AgreementAnswer'];

/** One step of a promise's history. */
export type HistoryPoint = Api['HistoryPoint'];

/** A promise in one scope over time. */
export type HistorySeries = Api['HistorySeries'];

/** A promise over time. */
export type History = Api['GuaranteeHistoryAnswer'];

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
