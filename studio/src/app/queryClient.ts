import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem';

/** Answers of the host are kept while a page is open; live messages say when they are old (see `useLive`). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // A refusal stays one; only what may pass is tried again.
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.mayPass),
    },
  },
});
