import { Center } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ErrorPanel } from './ErrorPanel';

/** What a route shows when it failed to load or draw. A reload also fetches the pages of a newly installed version. */
export function RouteError() {
  return (
    <Center p="xl">
      <ErrorPanel error={useRouteError()} onRetry={() => window.location.reload()} />
    </Center>
  );
}
