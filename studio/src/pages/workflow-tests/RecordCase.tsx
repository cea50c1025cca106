import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorPanel } from '../../components/ErrorPanel';
import { text } from '../../text';
import { recordCase, type TestCase } from './api';

const words = text.design.tests;

/** Asks for a run and makes a case of it. */
export function RecordCase({ workflowId, onClose, onRecorded }: { workflowId: string; onClose: () => void; onRecorded: (value: TestCase) => void }) {
  const [run, setRun] = useState('');
  const record = useMutation({ mutationFn: () => recordCase(workflowId, run.trim()), onSuccess: onRecorded });
  return (
    <Modal opened onClose={onClose} title={words.recordTitle} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          record.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{words.recordLead}</Text>
          {record.isError && <ErrorPanel error={record.error} />}
          <TextInput label={words.runId} required value={run} onChange={(event) => setRun(event.currentTarget.value)} data-autofocus autoComplete="off" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={record.isPending}>
              {words.record}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
