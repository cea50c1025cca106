import type { RouteObject } from 'react-router';

/** Test cases of workflows. */
export const workflowTestRoutes: RouteObject[] = [
  { path: '/workflow-tests', lazy: async () => ({ Component: (await import('./TestedWorkflowsPage')).TestedWorkflowsPage }) },
  { path: '/workflow-tests/:id', lazy: async () => ({ Component: (await import('./WorkflowTestsPage')).WorkflowTestsPage }) },
];
