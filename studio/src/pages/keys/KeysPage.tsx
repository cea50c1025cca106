import { ActionIcon, Alert, Badge, Button, Code, CopyButton, Group, Modal, Stack, VisuallyHidden } from '@mantine/core';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { DataTableColumn } from 'mantine-datatable';
import { useState } from 'react';
import { fetchList } from '../../api/list';
import { DataList } from '../../components/DataList';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { Time } from '../../components/Time';
import { useConfirm } from '../../components/useConfirm';
import { succeeded } from '../../lib/toasts';
import { useListState } from '../../lib/useListState';
import { text } from '../../text';
import { type ApiKey, keysPath, revokeKey } from './api';
import { KeyForm } from './KeyForm';

const words = text.admin.keys;
const shownPermissions = 4;

/** Keys of machines: create, see their use, revoke. */
export function KeysPage() {
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [confirm, dialog] = useConfirm();
  const queries = useQueryClient();
  const state = useListState();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['api-keys'] });
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {words.create}
    </Button>
  );

  const revoke = (key: ApiKey) =>
    confirm({
      title: words.removeTitle(key.name),
      message: words.removeText,
      action: words.revoke,
      run: async () => {
        await revokeKey(key.id);
        succeeded(words.removed(key.name));
        refresh();
      },
    });

  const columns: DataTableColumn<ApiKey>[] = [
    { accessor: 'name', title: words.name },
    {
      accessor: 'permissions',
      title: words.permissions,
      render: (key) => (
        <Group gap={4}>
          {key.permissions.slice(0, shownPermissions).map((one) => (
            <Badge key={one} variant="outline" color="gray" tt="none">
              {one}
            </Badge>
          ))}
          {key.permissions.length > shownPermissions && (
            <Badge variant="outline" color="gray" tt="none" title={key.permissions.join(', ')}>
              {words.more(key.permissions.length - shownPermissions)}
            </Badge>
          )}
        </Group>
      ),
    },
    { accessor: 'createdAt', title: words.createdAt, render: ({ createdAt }) => <Time at={createdAt} /> },
    { accessor: 'lastUsedAt', title: words.lastUsedAt, render: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
    { accessor: 'expiresAt', title: words.expiresAt, render: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      accessor: 'actions',
      title: <VisuallyHidden>{text.common.actions}</VisuallyHidden>,
      textAlign: 'right',
      render: (key) => (
        <ActionIcon variant="subtle" color="red" aria-label={words.remove(key.name)} onClick={() => revoke(key)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      ),
    },
  ];

  return (
    <>
      <PageHeader title={words.title} lead={words.lead} actions={create} />
      <DataList
        label={words.title}
        queryKey="api-keys"
        state={state}
        fetch={(request, signal) => fetchList<ApiKey>(keysPath, request, signal)}
        columns={columns}
        idOf={(key) => key.id}
        empty={<EmptyState icon={IconKey} title={words.empty} hint={words.emptyHint} action={create} />}
      />
      {creating && (
        <KeyForm
          onClose={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false);
            setSecret(key);
            refresh();
          }}
        />
      )}
      {secret && <Secret value={secret} onClose={() => setSecret(undefined)} />}
      {dialog}
    </>
  );
}

function Secret({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={words.shownOnceTitle} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': text.common.close }}>
      <Stack>
        <Alert color="orange">{words.shownOnce}</Alert>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {value}
        </Code>
        <CopyButton value={value}>{({ copied, copy }) => <Button onClick={copy}>{copied ? text.common.copied : text.common.copy}</Button>}</CopyButton>
      </Stack>
    </Modal>
  );
}
