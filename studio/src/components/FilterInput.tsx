import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ListState } from '../lib/useListState';

interface Props {
  label: string;
  state: ListState;
  /** The filter's name in the address and for the host. */
  name: string;
}

/** A text filter that waits for a pause in typing. */
export function FilterInput({ label, state, name }: Props) {
  const current = state.filters[name] ?? '';
  const [typed, setTyped] = useState<{ text: string; base: string }>();
  const apply = useDebouncedCallback((value: string) => state.setFilter(name, value.trim()), 300);
  // Somebody cleared the filters or went back: the address counts, not what was typed before.
  const shown = typed && (typed.base === current || typed.text.trim() === current) ? typed.text : current;
  return (
    <TextInput
      label={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={shown}
      onChange={(event) => {
        setTyped({ text: event.currentTarget.value, base: current });
        apply(event.currentTarget.value);
      }}
    />
  );
}
