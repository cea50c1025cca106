import { api } from '../../api/client';
import type { Api } from '../../api/types';

/** An account as the host answers it. */
export type User = Api['UserAnswer'];

/** What an administrator writes; without a password the old one stays. */
export type UserDraft = Omit<Api['UserRequest'], 'name'>;

/** A role with what it lets people do. */
export type Role = Api['Role'];

const path = '/api/v1/users';
const one = (name: string) => `${path}/${encodeURIComponent(name)}`;

export const usersPath = path;
export const createUser = (name: string, draft: UserDraft) => api<User>(path, { method: 'POST', body: { name, ...draft } });
export const updateUser = (name: string, draft: UserDraft) => api<User>(one(name), { method: 'PUT', body: draft });
export const removeUser = (name: string) => api<void>(one(name), { method: 'DELETE' });

/** Every role; the answer is a list or a page of one. */
export async function readRoles(signal?: AbortSignal): Promise<Role[]> {
  const answer = await api<Role[] | { items: Role[] }>('/api/v1/roles', { signal });
  return Array.isArray(answer) ? answer : answer.items;
}
