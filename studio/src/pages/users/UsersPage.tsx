import { ActionIcon, Badge, Button, Group, VisuallyHidden } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useState } from 'react';
import { fetchList } from '../../api/list';
import { useConfirm } from '../../components/useConfirm';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { succeeded } from '../../lib/toasts';
import { useListState } from '../../lib/useListState';
import { text } from '../../text';
import { removeUser, type User, usersPath } from './api';
import { UserForm } from './UserForm';

const words = text.admin.users;

/** Accounts: create, change, disable, remove. */
export function UsersPage() {
  const [edited, setEdited] = useState<User | 'new'>();
  const [confirm, dialog] = useConfirm();
  const queries = useQueryClient();
  const state = useListState();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['users'] });
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {words.create}
    </Button>
  );

  const remove = (user: User) =>
    confirm({
      title: words.removeTitle(user.name),
      message: words.removeText,
      action: text.common.remove,
      run: async () => {
        await removeUser(user.name);
        succeeded(words.removed(user.name));
        refresh();
      },
    });

  const columns: DataTableColumn<User>[] = [
    { accessor: 'name', title: words.name },
    { accessor: 'displayName', title: words.displayName },
    { accessor: 'roles', title: words.roles, render: ({ roles }) => <Roles roles={roles} /> },
    {
      accessor: 'disabled',
      title: words.state,
      render: ({ disabled }) => (
        <Badge variant="light" color={disabled ? 'gray' : 'teal'}>
          {disabled ? words.locked : words.active}
        </Badge>
      ),
    },
    { accessor: 'lastSignInAt', title: words.lastSignInAt, render: ({ lastSignInAt }) => <Time at={lastSignInAt} /> },
    { accessor: 'createdAt', title: words.createdAt, render: ({ createdAt }) => <Time at={createdAt} /> },
    {
      accessor: 'actions',
      title: <VisuallyHidden>{text.common.actions}</VisuallyHidden>,
      textAlign: 'right',
      render: (user) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <ActionIcon variant="subtle" aria-label={words.edit(user.name)} onClick={() => setEdited(user)}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="red" aria-label={words.remove(user.name)} onClick={() => remove(user)}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ),
    },
  ];

  return (
    <>
      <PageHeader title={words.title} lead={words.lead} actions={create} />
      <DataList
        label={words.title}
        queryKey="users"
        state={state}
        fetch={(request, signal) => fetchList<User>(usersPath, request, signal)}
        columns={columns}
        idOf={(user) => user.name}
        empty={<EmptyState icon={IconUsers} title={words.empty} hint={words.emptyHint} action={create} />}
      />
      {edited && <UserForm user={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} onSaved={refresh} />}
      {dialog}
    </>
  );
}

/** Roles as badges. */
function Roles({ roles }: { roles: string[] }) {
  return (
    <Group gap={4}>
      {roles.map((role) => (
        <Badge key={role} variant="outline" color="gray">
          {role}
        </Badge>
      ))}
    </Group>
  );
}
