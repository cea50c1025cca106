import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { text } from '../text';
import { ErrorPanel } from './ErrorPanel';

interface Question {
  title: string;
  message: ReactNode;
  /** The word on the button. */
  action: string;
  /** What happens then; the dialog stays open with the error when it fails. */
  run: () => Promise<void>;
}

/** Asks before something that cannot be taken back. Returns the function that asks and the dialog to draw. */
export function useConfirm(): [(question: Question) => void, ReactNode] {
  const [question, setQuestion] = useState<Question>();
  const answer = useMutation({ mutationFn: (asked: Question) => asked.run(), onSuccess: () => setQuestion(undefined) });
  const close = () => {
    setQuestion(undefined);
    answer.reset();
  };
  const dialog = question && (
    <Modal opened onClose={close} title={question.title} centered closeButtonProps={{ 'aria-label': text.common.close }}>
      <Stack>
        {answer.isError && <ErrorPanel error={answer.error} />}
        <Text size="sm">{question.message}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button color="red" loading={answer.isPending} onClick={() => answer.mutate(question)}>
            {question.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
  return [setQuestion, dialog];
}
