import { createContext, useContext } from 'react';
import type { SessionUser } from './api';
import { includes } from './permissions';

/** The session of a signed-in person and what ends it. */
export interface SessionState {
  user: SessionUser;
  expiresAt?: string;
  /** Ends this session, or all of this person's. */
  leave: (everywhere?: boolean) => Promise<void>;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who is signed in; only below `SessionProvider`, which shows its children to nobody else. */
export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession was called outside SessionProvider.');
  return session;
}

/** Whether the signed-in person holds a permission. */
export function useCan(permission: string): boolean {
  return includes(useSession().user.permissions, permission);
}
