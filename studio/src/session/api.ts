import { api } from '../api/client';
import type { Api } from '../api/types';

/** Somebody who is signed in. */
export type SessionUser = Api['Person'];

/** A session; the cookie itself is out of reach of scripts. */
export type Session = Api['SessionAnswer'];

const path = '/api/v1/session';

/** The current session, renewed; fails with 401 when there is none. */
export const readSession = () => api<Session>(path, { anonymous: true });

/** Signs in; the host sets the cookie. */
export const signIn = (userName: string, password: string) =>
  api<Session>(path, { method: 'POST', body: { userName, password }, anonymous: true });

/** Ends this session. */
export const signOut = () => api<void>(path, { method: 'DELETE', anonymous: true });

/** Ends every session of this person. */
export const signOutEverywhere = () => api<void>('/api/v1/sessions', { method: 'DELETE' });

/** Changes one's own password. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  api<void>(`${path}/password`, { method: 'PUT', body: { currentPassword, newPassword } });
