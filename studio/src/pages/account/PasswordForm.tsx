import { Button, Group, PasswordInput, Stack, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/problem';
import { ErrorPanel } from '../../components/ErrorPanel';
import { succeeded } from '../../lib/toasts';
import { changePassword } from '../../session/api';
import { text } from '../../text';

const words = text.admin.account;
const toggle = { 'aria-label': text.signIn.showPassword };

/** Changes one's own password. */
export function PasswordForm({ userName }: { userName: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const differs = repeat !== '' && repeat !== next;
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      succeeded(words.changed);
      setCurrent('');
      setNext('');
      setRepeat('');
    },
  });
  const mistake = (field: string) => (change.error instanceof ApiError ? change.error.field(field) : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (next === repeat) change.mutate();
      }}
    >
      <Stack>
        <Title order={2} size="h4">
          {words.passwordTitle}
        </Title>
        {change.isError && <ErrorPanel error={change.error} />}
        {/* For password managers: whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
        <PasswordInput label={words.current} required withAsterisk={false} autoComplete="current-password" value={current} error={mistake('currentPassword')} onChange={(event) => setCurrent(event.currentTarget.value)} visibilityToggleButtonProps={toggle} />
        <PasswordInput label={words.next} required withAsterisk={false} autoComplete="new-password" value={next} error={mistake('newPassword')} onChange={(event) => setNext(event.currentTarget.value)} visibilityToggleButtonProps={toggle} />
        <PasswordInput label={words.repeat} required withAsterisk={false} autoComplete="new-password" value={repeat} error={differs ? words.differs : undefined} onChange={(event) => setRepeat(event.currentTarget.value)} visibilityToggleButtonProps={toggle} />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={differs}>
            {words.change}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
