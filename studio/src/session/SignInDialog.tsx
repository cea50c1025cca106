import { Button, Modal, Stack, Text } from '@mantine/core';
import { text } from '../text';
import type { Session, SessionUser } from './api';
import { SignInForm } from './SignInForm';

interface Props {
  opened: boolean;
  user: SessionUser;
  onSignedIn: (session: Session) => void;
  onSignOut: () => void;
}

/** Asks for the password over the page when the session has ended; what waits goes on afterwards. */
export function SignInDialog({ opened, user, onSignedIn, onSignOut }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={text.signIn.againTitle}
      centered
      zIndex={500}
    >
      <Stack>
        <Text size="sm">{text.signIn.again}</Text>
        <SignInForm key={user.name} userName={user.name} onSignedIn={onSignedIn} />
        <Button variant="subtle" onClick={onSignOut}>
          {text.signIn.other}
        </Button>
      </Stack>
    </Modal>
  );
}
