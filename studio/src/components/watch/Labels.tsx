import { ActionIcon, Badge, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconCircleCheck, IconCopy, IconHelpCircle } from '@tabler/icons-react';
import { shorten } from '../../lib/format';
import { text } from '../../text';

const words = text.watch;
const stateLook = {
  fulfilled: { color: 'teal', icon: IconCircleCheck },
  violated: { color: 'red', icon: IconAlertCircle },
  'not-determined': { color: 'gray', icon: IconHelpCircle },
} as const;
const colors: Record<string, string> = {
  critical: 'red', high: 'orange', medium: 'yellow', low: 'blue', info: 'gray',
  firing: 'red', acknowledged: 'blue', resolved: 'teal', valid: 'teal', expired: 'red', 'not-yet-valid': 'gray',
};

/** Whether a promise holds: told by icon, word and colour. */
export function StateBadge({ state }: { state: string }) {
  const { color, icon: Picture } = stateLook[state as keyof typeof stateLook] ?? stateLook['not-determined'];
  return <Label color={color} icon={<Picture size={13} aria-hidden />} word={words.states[state] ?? state} />;
}

/** How urgent an alert is. */
export const SeverityBadge = ({ severity }: { severity: string }) => <Label color={colors[severity]} word={words.severities[severity] ?? severity} />;

/** What became of an alert. */
export const AlertStateBadge = ({ state }: { state: string }) => <Label color={colors[state]} word={words.alertStates[state] ?? state} />;

/** Whether a piece of evidence counts. */
export const ValidityBadge = ({ validity }: { validity: string }) => <Label color={colors[validity]} word={words.validities[validity] ?? validity} />;

// The colour is a hint only; words in the colour of text keep their contrast in both schemes.
function Label({ color = 'gray', icon, word }: { color?: string; icon?: React.ReactNode; word: string }) {
  return (
    <Badge variant="light" color={color} leftSection={icon} tt="none" fw={600} style={{ color: 'var(--mantine-color-text)', flexShrink: 0, minWidth: 'max-content' }} styles={{ section: { color: `var(--mantine-color-${color}-filled)` } }}>
      {icon ? word : <><span aria-hidden style={{ color: `var(--mantine-color-${color}-filled)` }}>● </span>{word}</>}
    </Badge>
  );
}

/** The combination of values that something speaks about. */
export function ScopeText({ scope }: { scope: Record<string, string> }) {
  const members = Object.entries(scope);
  if (members.length === 0) return <Text span inherit c="dimmed">{words.everywhere}</Text>;
  return <>{members.map(([name, value]) => `${name}: ${value === '*' ? words.any.toLowerCase() : value}`).join(', ')}</>;
}

/** A digest or key in full or its start, with a button that copies all of it. */
export function CopyText({ value, what, short }: { value: string; what: string; short?: boolean }) {
  return (
    <Group gap={4} wrap="nowrap" align="center">
      <Text span size="sm" className="mono" title={short ? value : undefined}>{short ? shorten(value) : value}</Text>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? words.copied : words.copy}>
            <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={copied ? words.copied : words.copyOf(what)}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
