import { Button, Checkbox, Group, Modal, MultiSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/problem';
import { ErrorPanel } from '../../components/ErrorPanel';
import { succeeded } from '../../lib/toasts';
import { text } from '../../text';
import { createUser, readRoles, updateUser, type User } from './api';

const words = text.admin.users;

interface Props {
  /** Nobody: a new account. */
  user?: User;
  onClose: () => void;
  onSaved: () => void;
}

/** An account as a form in a dialog. */
export function UserForm({ user, onClose, onSaved }: Props) {
  const [name, setName] = useState(user?.name ?? '');
  const [displayName, setDisplayName] = useState(user?.displayName ?? '');
  const [roles, setRoles] = useState(user?.roles ?? []);
  const [password, setPassword] = useState('');
  const [disabled, setDisabled] = useState(user?.disabled ?? false);
  const known = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => readRoles(signal) });
  const save = useMutation({
    mutationFn: () => {
      const draft = { displayName: displayName.trim() || undefined, roles, disabled, password: password || undefined };
      return user ? updateUser(user.name, draft) : createUser(name.trim(), draft);
    },
    onSuccess: () => {
      succeeded(words.saved(name.trim()));
      onSaved();
      onClose();
    },
  });
  const mistake = (field: string) => (save.error instanceof ApiError ? save.error.field(field) : undefined);

  return (
    <Modal opened onClose={onClose} title={user ? words.edit(user.name) : words.create} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          {save.isError && <ErrorPanel error={save.error} />}
          <TextInput label={words.name} required={!user} readOnly={!!user} value={name} error={mistake('name')} onChange={(event) => setName(event.currentTarget.value)} autoComplete="off" data-autofocus={!user || undefined} />
          <TextInput label={words.displayName} value={displayName} error={mistake('displayName')} onChange={(event) => setDisplayName(event.currentTarget.value)} autoComplete="off" />
          <MultiSelect searchable label={words.roles} data={[...new Set([...(known.data ?? []).map((role) => role.name), ...roles])]} value={roles} error={mistake('roles')} onChange={setRoles} />
          <PasswordInput
            label={user ? words.newPassword : words.password}
            description={user ? words.keepPassword : undefined}
            required={!user}
            value={password}
            error={mistake('password')}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': text.signIn.showPassword }}
          />
          {user && <Checkbox label={words.disabled} checked={disabled} onChange={(event) => setDisabled(event.currentTarget.checked)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {text.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
