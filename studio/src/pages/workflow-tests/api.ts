import { api, apiResponse } from '../../api/client';

/** A workflow in the list. */
export interface Workflow {
  id: string;
  name: string;
  description?: string | null;
  version: number;
  isPublished: boolean;
}

/** A test case as it stands in the definition; the host knows its format. */
export type TestCase = { name?: string; description?: string } & Record<string, unknown>;

/** The cases of a workflow. */
export interface WorkflowTests {
  workflowId: string;
  revision: number;
  mustPass: boolean;
  cases: TestCase[];
  problems: { path: string; message: string }[];
}

/** An expectation that was not met. */
export interface Difference {
  what: string;
  expected: string;
  actual: string;
}

/** What came of a case. */
export interface CaseResult {
  name: string;
  passed: boolean;
  milliseconds: number;
  status: string;
  differences: Difference[];
  trace: string[];
}

/** What all cases together have executed. */
export interface Coverage {
  activities: string[];
  missedActivities: string[];
  connections: string[];
  missedConnections: string[];
}

/** What came of a run of cases. */
export interface TestReport {
  passed: boolean;
  problems: { path: string; message: string }[];
  cases: CaseResult[];
  coverage: Coverage;
}

const pathOf = (id: string) => `/api/v1/workflows/${encodeURIComponent(id)}/tests`;

export const readTests = (id: string, signal?: AbortSignal) => api<WorkflowTests>(pathOf(id), { signal });

export const saveTests = ({ workflowId, revision, mustPass, cases }: WorkflowTests) =>
  api<WorkflowTests>(pathOf(workflowId), { method: 'PUT', headers: { 'if-match': `"${revision}"` }, body: { cases, mustPass } });

export const runTests = (id: string, only: string[] = []) => api<TestReport>(`${pathOf(id)}/run`, { method: 'POST', body: { only } });

export async function recordCase(id: string, runId: string): Promise<TestCase> {
  const response = await apiResponse(`${pathOf(id)}/from-run/${encodeURIComponent(runId)}`, { method: 'POST' });
  return (await response.json()) as TestCase;
}
