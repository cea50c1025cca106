import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text';
import type { TestCase } from './api';
import { parseCase } from './parseCase';

const words = text.design.tests;

interface Props {
  value: TestCase;
  saving: boolean;
  onSave: (value: TestCase) => void;
  onClose: () => void;
}

/** A case as JSON in a dialog. */
export function CaseEditor({ value, saving, onSave, onClose }: Props) {
  const [json, setJson] = useState(() => JSON.stringify(value, null, 2));
  const [error, setError] = useState<string>();
  return (
    <Modal opened onClose={onClose} size="xl" title={words.caseTitle} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const read = parseCase(json);
          if (typeof read === 'string') setError(words.notJson(read));
          else onSave(read);
        }}
      >
        <Stack>
          <Textarea
            label={words.json}
            description={words.caseHint}
            value={json}
            error={error}
            autosize
            minRows={16}
            maxRows={28}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
            onChange={(event) => {
              setJson(event.currentTarget.value);
              setError(undefined);
            }}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={saving}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
