using System.Globalization;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Workflows.Testing;

/// <summary>Compares the outcome of a case with its expectations.</summary>
internal sealed class ExpectationCheck(TestCase testCase, CaseOutcome outcome, WorkflowPlan plan)
{
    private readonly List<TestDifference> _found = [];

    /// <summary>Every difference.</summary>
    public IReadOnlyList<TestDifference> Run()
    {
        var expect = testCase.Expect;
        CheckStatus(expect);
        if (expect.Response is not null) Compare(expect.Response, outcome.Response, "response");
        if (expect.HasNoResponse && outcome.Response is not null) _found.Add(new TestDifference("response", "none", Matching.Show(outcome.Response)));
        if (expect.Outputs is not null) Compare(expect.Outputs, outcome.Outputs, "outputs");
        if (expect.Variables is not null) Compare(expect.Variables, outcome.Variables, "variables");
        foreach (var fact in expect.Facts) CheckFact(fact);
        foreach (var type in expect.NoFacts)
            if (outcome.Facts.FirstOrDefault(f => MockedHttp.Fits(type, f.Type)) is { } fact) _found.Add(new TestDifference("facts", $"no {type}", $"{fact.Type} {Matching.Show(fact.Body)}"));
        foreach (var activity in expect.Activities) CheckActivity(activity);
        foreach (var call in expect.Http) CheckCall(call);
        foreach (var script in expect.Scripts) CheckScript(script);
        foreach (var note in outcome.Notes) _found.Add(new TestDifference("case", "to be played as written", note));
        return _found;
    }

    private void CheckStatus(CaseExpectations expect)
    {
        // A fault that nobody expected fails the case, whatever else it expects.
        var expected = expect.Status ?? (expect.Fault is null ? null : nameof(InstanceSubStatus.Faulted));
        var incidents = string.Join("; ", outcome.Incidents.Select(i => $"{i.ActivityId}: {i.Message}"));
        if (expected is not null && expected != outcome.Status) _found.Add(new TestDifference("status", expected, Describe(incidents)));
        else if (expected is null && outcome.Status == nameof(InstanceSubStatus.Faulted)) _found.Add(new TestDifference("status", "no fault", Describe(incidents)));
        if (expect.Fault is { } fault && !incidents.Contains(fault, StringComparison.OrdinalIgnoreCase))
            _found.Add(new TestDifference("fault", $"a message with '{fault}'", incidents.Length == 0 ? "none" : incidents));
    }

    private string Describe(string incidents)
    {
        var text = outcome.Status;
        if (outcome.Waits.Count > 0) text += $", waiting at {string.Join(", ", outcome.Waits)}";
        if (incidents.Length > 0) text += $" ({incidents})";
        return incidents.Contains("No service", StringComparison.Ordinal) ? $"{text} — mock this activity: a test case has no stores" : text;
    }

    private void CheckFact(ExpectedFact expected)
    {
        var ofType = outcome.Facts.Where(f => f.Type == expected.Type).ToArray();
        var fitting = ofType.Count(f => (expected.Body is null || Matching.Fits(expected.Body, f.Body)) && (expected.CorrelationId is null || f.CorrelationId == expected.CorrelationId));
        var isRight = expected.Count is { } count ? fitting == count : fitting > 0;
        if (isRight) return;
        var what = $"facts.{expected.Type}";
        if (expected.Body is not null && ofType.Length == 1 && expected.Count is null or 1) _found.AddRange(Matching.Compare(expected.Body, ofType[0].Body, what));
        if (_found.Any(d => d.What.StartsWith(what, StringComparison.Ordinal))) return;
        var all = ofType.Length == 0 ? $"facts: {string.Join(", ", outcome.Facts.Select(f => f.Type).DefaultIfEmpty("none"))}" : string.Join("; ", ofType.Select(f => Matching.Show(f.Body)));
        _found.Add(new TestDifference(what, $"{(expected.Count?.ToString(CultureInfo.InvariantCulture) ?? "at least 1")} {(expected.Body is null ? "" : Matching.Show(expected.Body))}".Trim(), $"{fitting}; {all}"));
    }

    private void CheckActivity(ExpectedActivity expected)
    {
        var what = $"activities.{expected.Activity}";
        var node = plan.FindById(expected.Activity) ?? Array.Find(plan.Nodes, n => n.Definition.Name == expected.Activity);
        if (node is null)
        {
            _found.Add(new TestDifference(what, "an activity of the workflow", "no activity has this id or name"));
            return;
        }

        var executions = outcome.Executions.Where(e => e.ActivityId == node.Id).ToArray();
        var fitting = executions.Where(e => IsAsExpected(expected, e)).ToArray();
        var isRight = expected.Count is { } count ? fitting.Length == count : fitting.Length > 0;
        if (isRight) return;
        if (executions.Length == 1 && expected.Count is null or 1)
        {
            var before = _found.Count;
            if (expected.Inputs is not null) Compare(expected.Inputs, executions[0].ActivityState ?? [], $"{what}.inputs");
            if (expected.Outputs is not null) Compare(expected.Outputs, executions[0].Outputs ?? [], $"{what}.outputs");
            if (_found.Count > before) return;
        }

        var wanted = new List<string> { expected.Count is { } n ? $"executed {n} times" : "executed" };
        if (expected.Outcome is not null) wanted.Add($"outcome {expected.Outcome}");
        if (expected.Status is not null) wanted.Add($"status {expected.Status}");
        if (expected.Inputs is not null) wanted.Add($"inputs {Matching.Show(expected.Inputs)}");
        if (expected.Outputs is not null) wanted.Add($"outputs {Matching.Show(expected.Outputs)}");
        _found.Add(new TestDifference(what, string.Join(", ", wanted), executions.Length == 0 ? "not executed" : $"{fitting.Length} of {executions.Length} executions: {string.Join("; ", executions.Take(5).Select(Show))}"));
    }

    private static bool IsAsExpected(ExpectedActivity expected, ActivityExecution execution) =>
        (expected.Outcome is null || Outcomes(execution).Contains(expected.Outcome))
        && (expected.Status is null || expected.Status == execution.Status)
        && (expected.Inputs is null || Matching.Fits(expected.Inputs, execution.ActivityState ?? []))
        && (expected.Outputs is null || Matching.Fits(expected.Outputs, execution.Outputs ?? []));

    /// <summary>The outcomes an execution completed with.</summary>
    public static IReadOnlyList<string> Outcomes(ActivityExecution execution) => execution.Payload?["Outcomes"] is DataArray names ? [.. names.OfType<string>()] : [];

    private static string Show(ActivityExecution execution) => $"{execution.Status} [{string.Join(", ", Outcomes(execution))}] inputs {Matching.Show(execution.ActivityState)} outputs {Matching.Show(execution.Outputs)}";

    private void CheckCall(ExpectedCall expected)
    {
        var sent = outcome.Sent.Where(s => MockedHttp.Fits(expected.Url, s.Url) && (expected.Method is null || string.Equals(expected.Method, s.Method, StringComparison.OrdinalIgnoreCase))).ToArray();
        var fitting = sent.Count(s => (expected.Body is null || Matching.Fits(expected.Body, s.Body)) && (expected.Headers is null || Matching.Fits(expected.Headers, s.Headers)));
        if (expected.Count is { } count ? fitting == count : fitting > 0) return;
        var all = string.Join("; ", outcome.Sent.Select(s => $"{s.Method} {s.Url} {Matching.Show(s.Body)}").DefaultIfEmpty("no call"));
        _found.Add(new TestDifference($"http.{expected.Url}", $"{expected.Count?.ToString(CultureInfo.InvariantCulture) ?? "at least 1"} {expected.Method} {(expected.Body is null ? "" : Matching.Show(expected.Body))}".Trim(), $"{fitting}; {all}"));
    }

    private void CheckScript(ExpectedScript script)
    {
        try
        {
            if (script.Program.EvaluateBoolean(new OutcomeHost(outcome, testCase.At, plan.TimeZone), ScriptLimits.Default)) return;
            _found.Add(new TestDifference("scripts", script.Source, "false"));
        }
        catch (ScriptException e)
        {
            _found.Add(new TestDifference("scripts", script.Source, e.Message));
        }
    }

    private void Compare(object expected, object? actual, string what) => _found.AddRange(Matching.Compare(expected, actual, what));
}
