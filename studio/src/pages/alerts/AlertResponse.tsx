import { Button, Group, Paper, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorPanel } from '../../components/ErrorPanel';
import { succeeded } from '../../lib/toasts';
import { text } from '../../text';
import { acknowledge, addComment, type Alert } from './api';

const words = text.watch.alerts;
const longest = 2000;
const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Takes an alert on, or says something about it. What was typed stays until it has arrived. */
export function AlertResponse({ alert }: { alert: Alert }) {
  const queries = useQueryClient();
  const [comment, setComment] = useState('');
  const [commentId, setCommentId] = useState(newId);
  const [missing, setMissing] = useState(false);
  const send = useMutation({
    mutationFn: (taking: boolean) => (taking ? acknowledge(alert.id, comment.trim()) : addComment(alert.id, comment.trim(), commentId)),
    onSuccess: (_, taking) => {
      setComment('');
      setCommentId(newId());
      succeeded(taking ? words.acknowledged : words.commented);
      return queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  const submit = (taking: boolean) => {
    const empty = !taking && comment.trim() === '';
    setMissing(empty);
    if (!empty) send.mutate(taking);
  };
  return (
    <Paper withBorder p="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(alert.state === 'firing');
        }}
      >
        <Textarea
          label={words.comment}
          description={words.commentHint}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={longest}
          value={comment}
          error={missing ? words.writeFirst : undefined}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group mt="sm">
          {alert.state === 'firing' && <Button type="submit" loading={send.isPending && send.variables}>{words.acknowledge}</Button>}
          <Button variant="default" loading={send.isPending && !send.variables} onClick={() => submit(false)}>{words.addComment}</Button>
        </Group>
        {send.isError && <div style={{ marginTop: 12 }}><ErrorPanel error={send.error} onRetry={() => submit(send.variables ?? false)} /></div>}
      </form>
    </Paper>
  );
}
