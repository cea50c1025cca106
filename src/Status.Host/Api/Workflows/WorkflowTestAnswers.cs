using System.Text.Json;
using Status.Workflows.Model;
using Status.Workflows.Testing;

namespace Status.Host.Api.Workflows;

/// <summary>The test cases of a workflow on the wire.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Revision">Its revision, to be sent as If-Match with a change.</param>
/// <param name="MustPass">Whether a publish is refused when a case fails.</param>
/// <param name="Cases">The cases as they stand in the definition; an empty list when there are none.</param>
/// <param name="Problems">What is wrong with them.</param>
internal sealed record WorkflowTestsAnswer(string WorkflowId, long Revision, bool MustPass, JsonElement Cases, IReadOnlyList<WorkflowProblem> Problems);

/// <summary>What came of a run of test cases.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Passed">Whether every case passed.</param>
/// <param name="Problems">What is wrong with the definition or its cases.</param>
/// <param name="Cases">The cases that were run.</param>
/// <param name="Coverage">What all cases together have executed.</param>
internal sealed record WorkflowTestReport(string WorkflowId, bool Passed, IReadOnlyList<WorkflowProblem> Problems, IReadOnlyList<WorkflowTestResult> Cases, TestCoverage Coverage)
{
    /// <summary>Makes an answer.</summary>
    public static WorkflowTestReport Of(TestReport report) => new(
        report.DefinitionId, report.Passed, WorkflowProblem.Of(report.Problems, ProblemSeverity.Error), [.. report.Cases.Select(WorkflowTestResult.Of)], report.Coverage);
}

/// <summary>What came of one case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Passed">Whether every expectation was met.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">Fine status of the run at its end.</param>
/// <param name="Differences">Every expectation that was not met.</param>
/// <param name="Trace">The activities in the order of their execution.</param>
internal sealed record WorkflowTestResult(string Name, bool Passed, double Milliseconds, string Status, IReadOnlyList<TestDifference> Differences, IReadOnlyList<string> Trace)
{
    /// <summary>Makes an answer.</summary>
    public static WorkflowTestResult Of(TestCaseResult result) => new(result.Name, result.Passed, Math.Round(result.Duration.TotalMilliseconds, 1), result.Status, result.Differences, result.Trace);
}
