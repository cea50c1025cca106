import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** A key as the host lists it; the key itself is only in the answer that creates it. */
export type ApiKey = Api['ApiKeyAnswer'];

export const keysPath = '/api/v1/api-keys';
export const createKey = (draft: Api['ApiKeyRequest']) => api<ApiKey>(keysPath, { method: 'POST', body: draft });
export const revokeKey = (id: string) => api<void>(`${keysPath}/${encodeURIComponent(id)}`, { method: 'DELETE' });
