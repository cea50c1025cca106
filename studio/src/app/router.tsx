import { createBrowserRouter, Navigate } from 'react-router';
import { NotFoundPage } from '../components/NotFoundPage';
import { PageLoader } from '../components/PageLoader';
import { RouteError } from '../components/RouteError';
import { hostBase } from '../lib/base';
import { accountRoutes } from '../pages/account/routes';
import { alterationRoutes } from '../pages/alterations/routes';
import { agreementRoutes } from '../pages/agreements/routes';
import { alertRoutes } from '../pages/alerts/routes';
import { auditRoutes } from '../pages/audit/routes';
import { evidenceRoutes } from '../pages/evidence/routes';
import { importRoutes } from '../pages/imports/routes';
import { keyRoutes } from '../pages/keys/routes';
import { ledgerRoutes } from '../pages/ledger/routes';
import { overviewRoutes } from '../pages/overview/routes';
import { runLogRoutes } from '../pages/run-log/routes';
import { scheduleRoutes } from '../pages/schedules/routes';
import { taskRoutes } from '../pages/tasks/routes';
import { userRoutes } from '../pages/users/routes';
import { workflowTestRoutes } from '../pages/workflow-tests/routes';
import { Shell } from '../shell/Shell';
import { studioRoutes } from '../studio/routes';

/** Every address below the console's own. A slice of pages adds its routes here and its entry to `shell/navigation.ts`. */
export const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Shell />,
      errorElement: <RouteError />,
      HydrateFallback: PageLoader,
      children: [
        {
          errorElement: <RouteError />,
          children: [
            { index: true, element: <Navigate to="/overview" replace /> },
            ...overviewRoutes,
            ...agreementRoutes,
            ...evidenceRoutes,
            ...ledgerRoutes,
            ...alertRoutes,
            ...studioRoutes,
            ...runLogRoutes,
            ...taskRoutes,
            ...alterationRoutes,
            ...workflowTestRoutes,
            ...importRoutes,
            ...scheduleRoutes,
            ...userRoutes,
            ...keyRoutes,
            ...auditRoutes,
            ...accountRoutes,
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ],
  { basename: `${hostBase}/app` },
);
