import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** One line of an alert's timeline. */
export type AlertLine = Api['AlertEvent'];

/** Something that needs somebody. */
export type Alert = Api['AlertAnswer'];

const addressOf = (id: string) => `/api/v1/alerts/${encodeURIComponent(id)}`;

export const fetchAlert = (id: string, signal: AbortSignal) => api<Alert>(addressOf(id), { signal });

export const acknowledge = (id: string, comment: string) => api<Alert>(`${addressOf(id)}/acknowledge`, { method: 'POST', body: { comment: comment || undefined } });

/** The id makes a repetition after a lost answer the same comment. */
export const addComment = (id: string, comment: string, commentId: string) =>
  api<Alert>(`${addressOf(id)}/comments`, { method: 'POST', body: { text: comment, id: commentId } });
