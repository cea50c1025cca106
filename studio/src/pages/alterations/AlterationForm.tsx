import { Button, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text';
import type { Alteration, AlterationRequest } from './api';

const words = text.runs.changes;

interface Props {
  busy: boolean;
  /** The form has changed: what was found out does not hold any more. */
  onChange: () => void;
  onLook: (request: AlterationRequest) => void;
}

/** Which runs, and what is to become of them. */
export function AlterationForm({ busy, onChange, onLook }: Props) {
  const [runs, setRuns] = useState(() => new URLSearchParams(window.location.search).get('run') ?? '');
  const [workflow, setWorkflow] = useState('');
  const [kind, setKind] = useState('Retry');
  const [name, setName] = useState('');
  const [version, setVersion] = useState<number | string>('');
  const [value, setValue] = useState('');
  const alteration = read(kind, name, version, value);
  const ids = runs.split(/\s+/).filter((id) => id !== '');
  const isComplete = alteration !== undefined && (ids.length > 0 || workflow.trim() !== '');
  const change = <T,>(set: (value: T) => void) => (next: T) => {
    set(next);
    onChange();
  };
  const needsActivity = kind === 'Retry' || kind === 'CancelActivity' || kind === 'ScheduleActivity';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (alteration) onLook({ alterations: [alteration], ...chosen(ids, workflow.trim(), kind) });
      }}
    >
      <Stack maw={720}>
        <Textarea label={words.runs} description={words.runsHint} autosize minRows={2} maxRows={10} value={runs} onChange={(event) => change(setRuns)(event.currentTarget.value)} />
        <TextInput label={words.workflow} description={words.workflowHint} disabled={ids.length > 0} value={workflow} onChange={(event) => change(setWorkflow)(event.currentTarget.value)} />
        <NativeSelect label={words.kind} value={kind} data={Object.entries(words.kinds).map(([id, label]) => ({ value: id, label }))} onChange={(event) => change(setKind)(event.currentTarget.value)} />
        {needsActivity && (
          <TextInput label={words.activity} description={kind === 'Retry' ? words.anyActivity : undefined} value={name} onChange={(event) => change(setName)(event.currentTarget.value)} />
        )}
        {kind === 'Migrate' && <NumberInput label={words.version} min={1} allowDecimal={false} value={version} onChange={change(setVersion)} />}
        {kind === 'ModifyVariable' && (
          <>
            <TextInput label={words.variable} value={name} onChange={(event) => change(setName)(event.currentTarget.value)} />
            <Textarea label={words.value} autosize value={value} error={isJson(value) ? undefined : words.invalid} onChange={(event) => change(setValue)(event.currentTarget.value)} />
          </>
        )}
        <Group>
          <Button type="submit" variant="default" loading={busy} disabled={!isComplete}>
            {words.look}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function chosen(ids: string[], workflow: string, kind: string): Pick<AlterationRequest, 'runIds' | 'filter'> {
  if (ids.length > 0) return { runIds: ids };
  return { filter: kind === 'Retry' ? { definitionIds: [workflow], subStatuses: ['Faulted'] } : { definitionIds: [workflow], statuses: ['Running'] } };
}

function read(kind: string, name: string, version: number | string, value: string): Alteration | undefined {
  const id = name.trim();
  switch (kind) {
    case 'Cancel':
      return { type: kind };
    case 'Retry':
      return id === '' ? { type: kind } : { type: kind, activityId: id };
    case 'Migrate':
      return typeof version === 'number' ? { type: kind, targetVersion: version } : undefined;
    case 'ModifyVariable':
      return id !== '' && isJson(value) ? { type: kind, variableId: id, value: value.trim() === '' ? null : (JSON.parse(value) as unknown) } : undefined;
    default:
      return id === '' ? undefined : { type: kind, activityId: id };
  }
}

function isJson(json: string): boolean {
  if (json.trim() === '') return true;
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
