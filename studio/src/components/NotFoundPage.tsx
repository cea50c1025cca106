import { Anchor } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { text } from '../text';
import { EmptyState } from './EmptyState';

/** For an address that shows nothing. */
export function NotFoundPage() {
  return (
    <EmptyState
      isPage
      icon={IconMapQuestion}
      title={text.common.notFoundTitle}
      hint={text.common.notFound}
      action={
        <Anchor component={Link} to="/">
          {text.shell.home}
        </Anchor>
      }
    />
  );
}
