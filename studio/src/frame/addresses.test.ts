import { describe, expect, it } from 'vitest';
import { runOfLogAddress } from './addresses';

describe('runOfLogAddress', () => {
  it('finds the run that a link to the structured logs is about', () => {
    expect(runOfLogAddress('http://localhost/diagnostics/structured-logs?workflowInstanceId=01m7')).toBe('01m7');
    expect(runOfLogAddress('/status/diagnostics/structured-logs?workflowInstanceId=a%20b&activityId=x')).toBe('a b');
  });

  it('leaves other links alone', () => {
    expect(runOfLogAddress('http://localhost/diagnostics/structured-logs')).toBeUndefined();
    expect(runOfLogAddress('http://localhost/workflows/instances/01m7/view?workflowInstanceId=01m7')).toBeUndefined();
  });
});
