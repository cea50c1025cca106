import { Text, Tooltip } from '@mantine/core';
import { formatRelative, formatTime } from '../lib/format';
import { useNow } from '../lib/useNow';
import { text } from '../text';

interface Props {
  /** ISO 8601; nothing is shown as never. */
  at?: string | null;
  /** The full moment instead of the distance from now. */
  full?: boolean;
}

/** A moment: how long ago, and exactly when on hover and for machines. */
export function Time({ at, full }: Props) {
  const now = useNow();
  if (!at)
    return (
      <Text span inherit c="dimmed">
        {text.common.never}
      </Text>
    );
  const exact = formatTime(at);
  if (full) return <time dateTime={at}>{exact}</time>;
  return (
    <Tooltip label={exact} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at}>{formatRelative(at, now)}</time>
    </Tooltip>
  );
}
