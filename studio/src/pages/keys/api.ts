import { api } from '../../api/client';

/** A key as the host lists it; the key itself is only in the answer that creates it. */
export interface ApiKey {
  id: string;
  name: string;
  permissions?: string[];
  createdAt: string;
  expiresAt?: string | null;
  lastUsedAt?: string | null;
}

export const keysPath = '/api/v1/api-keys';
export const createKey = (draft: { name: string; roles: string[]; expiresAt?: string }) =>
  api<ApiKey & { key: string }>(keysPath, { method: 'POST', body: draft });
export const revokeKey = (id: string) => api<void>(`${keysPath}/${encodeURIComponent(id)}`, { method: 'DELETE' });
