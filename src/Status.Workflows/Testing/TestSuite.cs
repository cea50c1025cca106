using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model;

namespace Status.Workflows.Testing;

/// <summary>
/// Runs the test cases of a definition in this process: on a store in memory, with a clock and ids of their own, without network. Any number of suites may run at once.
/// </summary>
/// <param name="validator">Compiles and checks the definition.</param>
/// <param name="compiler">Compiles the workflows that it starts.</param>
/// <param name="registry">The activity types.</param>
/// <param name="timeProvider">The real clock, which bounds a case.</param>
public sealed class TestSuite(DefinitionValidator validator, PlanCompiler compiler, ActivityRegistry registry, TimeProvider timeProvider)
{
    /// <summary>How long one case may take in real time; 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs the cases that the definition carries.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="surroundings">What it finds around it.</param>
    /// <param name="only">Names of the cases to run; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Stops between cases.</param>
    /// <returns>What came of them.</returns>
    public async Task<TestReport> RunAsync(WorkflowDefinition definition, TestSurroundings surroundings, IReadOnlyCollection<string>? only = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(surroundings);
        var (cases, problems) = TestCases.Read(definition);
        if (only is not null) cases = [.. cases.Where(c => only.Contains(c.Name))];
        var report = await RunAsync(definition, cases, surroundings, cancellationToken);
        return report with { Problems = [.. problems, .. report.Problems] };
    }

    /// <summary>Runs cases on a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="surroundings">What it finds around it.</param>
    /// <param name="cancellationToken">Stops between cases.</param>
    /// <returns>What came of them.</returns>
    public async Task<TestReport> RunAsync(WorkflowDefinition definition, IReadOnlyList<TestCase> cases, TestSurroundings surroundings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cases);
        var report = new TestReport { DefinitionId = definition.DefinitionId, DefinitionName = definition.Name };
        var journalled = Journalled(definition);
        var check = validator.Check(journalled);
        var errors = check.Problems.Where(p => p.Severity == ProblemSeverity.Error).ToArray();
        if (errors.Length > 0) return report with { Problems = errors };
        var coverage = new CoverageCount(check.Plan!);
        var results = new List<TestCaseResult>(cases.Count);
        foreach (var testCase in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(await RunAsync(testCase, journalled, coverage, surroundings, cancellationToken));
        }

        return report with { Cases = results, Coverage = coverage.Finish() };
    }

    private async Task<TestCaseResult> RunAsync(TestCase testCase, WorkflowDefinition definition, CoverageCount coverage, TestSurroundings surroundings, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        // A plan of its own: the stand-ins of one case are not those of the next.
        var plan = compiler.Compile(definition).Plan;
        var unused = MockedActivity.PutInto(plan, testCase.Activities).ToArray();
        await using var run = new CaseRun(testCase, plan, compiler, registry, surroundings, timeProvider, Patience);
        // Apart from the caller's thread: what runs here may be a loop that only the clock ends.
        var outcome = await Task.Run(() => run.RunAsync(cancellationToken), cancellationToken);
        coverage.Add(outcome.Executions);
        IReadOnlyList<TestDifference> differences;
        try
        {
            differences = new ExpectationCheck(testCase, outcome, plan).Run();
        }
        catch (TestLimitException e)
        {
            differences = [new TestDifference("expect", "to be readable", e.Message)];
        }

        return new TestCaseResult
        {
            Name = testCase.Name,
            Path = testCase.Path,
            Status = outcome.Status,
            Differences = [.. unused.Select(m => new TestDifference(m.Path, "an activity to stand in for", $"no activity fits '{m.Activity ?? m.Type}'")), .. differences],
            Duration = timeProvider.GetElapsedTime(began),
            Trace = [.. outcome.Executions.Take(200).Select(e => $"{e.ActivityId}: {(e.Fault?.Message ?? string.Join(", ", ExpectationCheck.Outcomes(e).DefaultIfEmpty(e.Status)))}")],
        };
    }

    /// <summary>Everything a case asks about is read from the journal, whatever mode the definition asks for.</summary>
    internal static WorkflowDefinition Journalled(WorkflowDefinition definition)
    {
        var custom = definition.CustomProperties.ValueKind == JsonValueKind.Object ? JsonObject.Create(definition.CustomProperties)! : [];
        custom["persistenceMode"] = nameof(PersistenceMode.Journalled);
        // The cases themselves are of no use to the run.
        custom.Remove(TestCases.PropertyName);
        return definition with { CustomProperties = JsonSerializer.SerializeToElement(custom) };
    }
}
