import { api } from '../../api/client';

/** One line of an alert's timeline. */
export interface AlertLine {
  at: string;
  kind: string;
  actor?: string | null;
  text?: string | null;
  key: string;
}

/** Something that needs somebody. */
export interface Alert {
  id: string;
  state: string;
  severity: string;
  title: string;
  source: string;
  agreementId?: string | null;
  guaranteeId?: string | null;
  scope: Record<string, string>;
  details: Record<string, unknown>;
  occurrences: number;
  openedAt: string;
  lastSeenAt: string;
  acknowledgedAt?: string | null;
  acknowledgedBy?: string | null;
  comment?: string | null;
  resolvedAt?: string | null;
  resolution?: string | null;
  timeline?: AlertLine[] | null;
}

const addressOf = (id: string) => `/api/v1/alerts/${encodeURIComponent(id)}`;

export const fetchAlert = (id: string, signal: AbortSignal) => api<Alert>(addressOf(id), { signal });

export const acknowledge = (id: string, comment: string) => api<Alert>(`${addressOf(id)}/acknowledge`, { method: 'POST', body: { comment: comment || undefined } });

/** The id makes a repetition after a lost answer the same comment. */
export const addComment = (id: string, comment: string, commentId: string) =>
  api<Alert>(`${addressOf(id)}/comments`, { method: 'POST', body: { text: comment, id: commentId } });
