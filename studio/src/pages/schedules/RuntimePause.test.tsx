import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { LeftBehindNotice } from './RuntimePause';

it.each([
  [0, ''],
  [1, 'C#: 1 of 2 places are held.'],
  [2, 'C#: 2 of 2 places are held; more is refused.'],
])('tells of code that does not end: %i of 2 places', async (count, told) => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queries.setQueryData(['runtime'], { state: 'running', readyWork: 0, leftBehind: [{ kind: 'csharp', count, places: 2 }, { kind: 'activity-test', count: 0, places: 8 }] });
  const page = document.createElement('div');
  const root = createRoot(page);
  const notice = (
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <div id="shown">
          <LeftBehindNotice />
        </div>
      </MantineProvider>
    </QueryClientProvider>
  );
  await act(() => Promise.resolve(root.render(notice)));
  const shown = page.querySelector('#shown')?.textContent ?? '';
  if (told) expect(shown).toContain(told);
  else expect(shown).toBe('');
  expect(shown).not.toContain('Tests of activities');
  await act(() => Promise.resolve(root.unmount()));
  vi.unstubAllGlobals();
});
