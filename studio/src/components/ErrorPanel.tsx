import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../api/problem';
import { text } from '../text';

interface Props {
  error: unknown;
  /** Shown as a button when the same request may succeed. */
  onRetry?: () => void;
}

/** Says what happened and what to do. */
export function ErrorPanel({ error, onRetry }: Props) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={titleOf(error)} maw={720} w="100%">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{messageOf(error)}</Text>
        {problem?.errors && (
          <List size="sm">
            {Object.entries(problem.errors).map(([field, mistakes]) => (
              <List.Item key={field}>
                <Code>{field}</Code> {mistakes.join(' ')}
              </List.Item>
            ))}
          </List>
        )}
        {problem?.traceId && (
          <Text size="xs" className="mono">
            {text.common.traceId(problem.traceId)}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {text.common.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function titleOf(error: unknown): string {
  if (!(error instanceof ApiError)) return text.common.brokenTitle;
  if (error.status === 0) return text.common.unreachableTitle;
  if (error.status === 403) return text.common.forbiddenTitle;
  if (error.status === 404) return text.common.notFoundTitle;
  return error.problem.title ?? text.common.failedTitle;
}

function messageOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 403) return text.common.forbidden;
  if (error instanceof Error) return error.message;
  return text.common.unexpected;
}
