import { Button, Group, Modal, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/problem';
import { ErrorPanel } from '../../components/ErrorPanel';
import { text } from '../../text';
import { readRoles } from '../users/api';
import { createKey } from './api';

const words = text.admin.keys;

/** A new key as a form in a dialog. */
export function KeyForm({ onClose, onCreated }: { onClose: () => void; onCreated: (key: string) => void }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<string[]>([]);
  const [expires, setExpires] = useState('');
  const known = useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => readRoles(signal) });
  const create = useMutation({
    // The day chosen counts whole, in the reader's time zone.
    mutationFn: () => createKey({ name: name.trim(), roles, expiresAt: expires ? new Date(`${expires}T23:59:59`).toISOString() : undefined }),
    onSuccess: ({ key }) => onCreated(key ?? ''),
  });
  const mistake = (field: string) => (create.error instanceof ApiError ? create.error.field(field) : undefined);

  return (
    <Modal opened onClose={onClose} title={words.create} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          {create.isError && <ErrorPanel error={create.error} />}
          <TextInput label={words.name} description={words.nameHint} required value={name} error={mistake('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus autoComplete="off" />
          <MultiSelect searchable required label={words.roles} description={words.rolesHint} data={(known.data ?? []).map((role) => role.name)} value={roles} error={mistake('roles')} onChange={setRoles} />
          <TextInput type="date" label={words.expiresAt} description={words.expiresHint} value={expires} error={mistake('expiresAt')} onChange={(event) => setExpires(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={roles.length === 0}>
              {text.common.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
