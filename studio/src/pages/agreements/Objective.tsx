import { Text } from '@mantine/core';
import { formatBound, type Guarantee, ownBounds } from './api';

/** What must hold: the limit for people, and the objective as its author wrote it. */
export function Objective({ guarantee }: { guarantee: Guarantee }) {
  const bounds = ownBounds(guarantee);
  return (
    <>
      {bounds.map((bound) => (
        <Text key={bound.comparison + bound.value} size="sm" style={{ whiteSpace: 'nowrap' }}>{formatBound(bound, guarantee.unit)}</Text>
      ))}
      {(bounds.length === 0 || bounds.length < guarantee.bounds.length) && <Text size="xs" className="mono">{guarantee.objective}</Text>}
    </>
  );
}
