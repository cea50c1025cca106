import { Code } from '@mantine/core';

/** A value as indented JSON; scrolls by itself, with the keyboard too. */
export const JsonView = ({ value, label }: { value: unknown; label: string }) => (
  <Code block tabIndex={0} role="region" aria-label={label} mah={360} style={{ overflow: 'auto' }}>
    {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
  </Code>
);
