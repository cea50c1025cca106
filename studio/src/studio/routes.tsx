import type { RouteObject } from 'react-router';
import { StudioPage } from './StudioPage';

/** Workflows and runs. The page draws the head; the frame below it belongs to the shell, so that it outlives every navigation. */
export const studioRoutes: RouteObject[] = ['/workflows', '/workflows/:id', '/runs', '/runs/:id'].map((path) => ({ path, element: <StudioPage /> }));
