import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Logo } from '../shell/Logo';
import { text } from '../text';
import type { Session } from './api';
import { SignInForm } from './SignInForm';

/** The page of everybody who is not signed in; the address stays, so a deep link opens afterwards. */
export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  useDocumentTitle(text.title(text.signIn.title));
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={400}>
        <Stack>
          <Logo size={40} />
          <div>
            <Title order={1} size="h2">
              {text.signIn.title}
            </Title>
            <Text c="dimmed" size="sm">
              {text.signIn.lead}
            </Text>
          </div>
          <SignInForm onSignedIn={onSignedIn} />
        </Stack>
      </Paper>
    </Center>
  );
}
