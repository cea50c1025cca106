import { Select } from '@mantine/core';
import type { ListState } from '../../lib/useListState';
import { text } from '../../text';

interface Props {
  label: string;
  state: ListState;
  name: string;
  options: Record<string, string>;
}

/** A filter with a closed set of values. */
export function SelectFilter({ label, state, name, options }: Props) {
  return (
    <Select
      label={label}
      w={170}
      placeholder={text.watch.any}
      clearable
      data={Object.entries(options).map(([value, word]) => ({ value, label: word }))}
      value={state.filters[name] ?? null}
      onChange={(value) => state.setFilter(name, value)}
    />
  );
}
