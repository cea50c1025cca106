import { Alert, Button, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconShieldCheck, IconShieldX, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Step } from '../../pages/ledger/verify/steps';
import { text } from '../../text';
import { ErrorPanel } from '../ErrorPanel';

const words = text.watch.verify;

/** A button that verifies in this browser, and every step of it. */
export function VerifyPanel({ verify }: { verify: () => Promise<Step[]> }) {
  const run = useMutation({ mutationFn: verify });
  const good = run.data?.every(({ ok }) => ok) ?? false;
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">{words.lead}</Text>
      <Button leftSection={<IconShieldCheck size={18} aria-hidden />} loading={run.isPending} onClick={() => run.mutate()}>
        {run.data ? words.again : words.button}
      </Button>
      <div aria-live="polite" style={{ width: '100%' }}>
        {run.isError && <ErrorPanel error={run.error} />}
        {run.data && (
          <Alert color={good ? 'teal' : 'red'} variant="light" icon={good ? <IconShieldCheck aria-hidden /> : <IconShieldX aria-hidden />} title={good ? words.good : words.bad} data-verified={good}>
            <Text size="sm" mb="sm">{good ? words.goodHint : words.badHint}</Text>
            <List spacing="xs" size="sm" center={false}>
              {run.data.map((one) => (
                <List.Item
                  key={one.title}
                  icon={
                    <ThemeIcon size={20} radius="xl" color={one.ok ? 'teal' : 'red'} aria-label={one.ok ? words.passed : words.failed} role="img">
                      {one.ok ? <IconCheck size={13} /> : <IconX size={13} />}
                    </ThemeIcon>
                  }
                >
                  <Text size="sm" fw={600}>{one.title}</Text>
                  <Text size="xs" className="mono">{one.detail}</Text>
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
      </div>
    </Stack>
  );
}
