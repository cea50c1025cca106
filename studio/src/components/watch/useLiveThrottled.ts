import { useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useLive } from '../../live/useLive';

const none: readonly string[] = [];
const pace = 2000;

/** Reads a query that every topic makes old again when something happened, at most every two seconds. */
export function useLiveThrottled(queryKey: string): void {
  const queries = useQueryClient();
  const refresh = useThrottledCallback(() => void queries.invalidateQueries({ queryKey: [queryKey] }), pace);
  useLive('agreements', none, refresh);
  useLive('alerts', none, refresh);
  useLive('evidence', none, refresh);
  useLive('ledger', none, refresh);
  useLive('runs', none, refresh);
}
