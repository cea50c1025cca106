import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../api/problem';
import { ErrorPanel } from '../components/ErrorPanel';
import { closeLive } from '../live/connection';
import { text } from '../text';
import { readSession, type Session, signOut, signOutEverywhere } from './api';
import { onSessionRequired, settleSession } from './gate';
import { SessionContext, type SessionState } from './SessionContext';
import { rememberSignedIn, wasSignedIn } from './remember';
import { SignInDialog } from './SignInDialog';
import { SignInPage } from './SignInPage';
import { useRenewal } from './useRenewal';

type State = { kind: 'asking' } | { kind: 'out' } | { kind: 'failed'; error: unknown } | { kind: 'in'; session: Session };

/** Shows the console to those who are signed in and the sign-in page to everybody else, at whatever address they came to. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>(() => ({ kind: wasSignedIn() ? 'asking' : 'out' }));
  const [required, setRequired] = useState(false);
  const queries = useQueryClient();

  const ask = useCallback(() => {
    readSession().then(
      (session) => setState({ kind: 'in', session }),
      (error: unknown) => setState(error instanceof ApiError && error.status === 401 ? { kind: 'out' } : { kind: 'failed', error }),
    );
  }, []);
  useEffect(() => {
    if (wasSignedIn()) ask();
  }, [ask]);
  useEffect(() => {
    if (state.kind === 'in' || state.kind === 'out') rememberSignedIn(state.kind === 'in');
  }, [state.kind]);
  useEffect(() => onSessionRequired(setRequired), []);
  useRenewal(state.kind === 'in');

  const abandon = useCallback(() => {
    closeLive();
    queries.clear();
    settleSession(false);
    setState({ kind: 'out' });
  }, [queries]);
  const leave = useCallback(
    async (everywhere = false) => {
      await (everywhere ? signOutEverywhere() : signOut());
      abandon();
    },
    [abandon],
  );

  const entered = (session: Session) => {
    setState({ kind: 'in', session });
    settleSession(true);
  };

  const value = useMemo<SessionState | undefined>(
    () => (state.kind === 'in' ? { user: state.session.user, expiresAt: state.session.expiresAt, leave } : undefined),
    [state, leave],
  );

  if (state.kind === 'asking')
    return (
      <Center h="100vh">
        <Loader aria-label={text.common.loading} />
      </Center>
    );
  if (state.kind === 'failed')
    return (
      <Center h="100vh" p="md">
        <ErrorPanel error={state.error} onRetry={ask} />
      </Center>
    );
  if (state.kind === 'out' || !value) return <SignInPage onSignedIn={entered} />;
  return (
    <SessionContext value={value}>
      {children}
      <SignInDialog opened={required} user={value.user} onSignedIn={entered} onSignOut={abandon} />
    </SessionContext>
  );
}
