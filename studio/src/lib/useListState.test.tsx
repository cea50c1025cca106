import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, it, vi } from 'vitest';
import { type ListState, useListState } from './useListState';

const filters = ['state'];

it('keeps page, order and filters in the address, and a filter goes back to the first page', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  let state!: ListState;
  const Probe = () => {
    state = useListState({ sort: '-at', filters });
    return null;
  };
  const router = createMemoryRouter([{ path: '/', element: <Probe /> }], { initialEntries: ['/?page=3&other=kept'] });
  const root = createRoot(document.createElement('div'));
  await act(() => Promise.resolve(root.render(<RouterProvider router={router} />)));
  expect(state).toMatchObject({ page: 2, pageSize: 25, sort: '-at', filters: {}, hasFilters: false });
  await act(() => Promise.resolve(state.setFilter('state', 'firing')));
  expect(router.state.location.search).toBe('?other=kept&state=firing');
  expect(state).toMatchObject({ page: 0, filters: { state: 'firing' }, hasFilters: true });
  await act(() => Promise.resolve(state.setSort('name')));
  await act(() => Promise.resolve(state.setPage(1)));
  expect(router.state.location.search).toBe('?other=kept&state=firing&sort=name&page=2');
  await act(() => Promise.resolve(state.clearFilters()));
  expect(router.state.location.search).toBe('?other=kept&sort=name');
  await act(() => Promise.resolve(root.unmount()));
  vi.unstubAllGlobals();
});
