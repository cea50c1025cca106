import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { ApiError } from '../api/problem';
import { text } from '../text';
import { type Session, signIn } from './api';

interface Props {
  /** Fixed when somebody signs in again over a page. */
  userName?: string;
  onSignedIn: (session: Session) => void;
}

/** Name and password. What was typed stays after a refusal. */
export function SignInForm({ userName, onSignedIn }: Props) {
  const [name, setName] = useState(userName ?? '');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      onSignedIn(await signIn(name.trim(), password));
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput
          label={text.signIn.name}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          readOnly={userName !== undefined}
          data-autofocus={userName === undefined || undefined}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.signIn.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus={userName !== undefined || undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
        />
        <Button type="submit" loading={busy}>
          {text.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}

function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return text.common.unexpected;
  if (error.status === 401) return text.signIn.refused;
  if (error.status === 429) return text.signIn.tooMany(error.retryAfter);
  return error.message;
}
