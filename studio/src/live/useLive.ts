import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type LiveMessage, subscribe, type Topic } from './connection';

/**
 * Keeps a page current: when something of a topic was committed, the queries whose key starts with one of `queryKeys` are read again.
 * @param topic What to watch.
 * @param queryKeys First parts of the keys of the queries that become old.
 * @param onMessage More to do with a message.
 */
export function useLive(topic: Topic, queryKeys: readonly string[], onMessage?: (message: LiveMessage) => void): void {
  const queries = useQueryClient();
  const latest = useRef({ queryKeys, onMessage });
  useEffect(() => {
    latest.current = { queryKeys, onMessage };
  });
  useEffect(
    () =>
      subscribe(topic, (message) => {
        for (const key of latest.current.queryKeys) void queries.invalidateQueries({ queryKey: [key] });
        latest.current.onMessage?.(message);
      }),
    [topic, queries],
  );
}
