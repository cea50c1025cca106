import { api, apiResponse } from '../../api/client';
import type { Api } from '../../api/types';

/** A workflow in the list. */
export type Workflow = Api['WorkflowAnswer'];

/** A test case as it stands in the definition; the host knows its format. */
export type TestCase = { name?: string; description?: string } & Record<string, unknown>;

/** The cases of a workflow. */
export type WorkflowTests = Omit<Api['WorkflowTestsAnswer'], 'cases'> & { cases: TestCase[] };

/** An expectation that was not met. */
export type Difference = Api['TestDifference'];

/** What came of a case. */
export type CaseResult = Api['WorkflowTestResult'];

/** What all cases together have executed. */
export type Coverage = Api['TestCoverage'];

/** What came of a run of cases. */
export type TestReport = Api['WorkflowTestReport'];

const pathOf = (id: string) => `/api/v1/workflows/${encodeURIComponent(id)}/tests`;

export const readTests = (id: string, signal?: AbortSignal) => api<WorkflowTests>(pathOf(id), { signal });

export const saveTests = ({ workflowId, revision, mustPass, cases }: WorkflowTests) =>
  api<WorkflowTests>(pathOf(workflowId), { method: 'PUT', headers: { 'if-match': `"${revision}"` }, body: { cases, mustPass } });

export const runTests = (id: string, only: string[] = []) => api<TestReport>(`${pathOf(id)}/run`, { method: 'POST', body: { only } });

export async function recordCase(id: string, runId: string): Promise<TestCase> {
  const response = await apiResponse(`${pathOf(id)}/from-run/${encodeURIComponent(runId)}`, { method: 'POST' });
  return (await response.json()) as TestCase;
}
