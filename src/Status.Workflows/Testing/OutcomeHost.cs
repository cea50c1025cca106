using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>What the scripts of a case's expectations see: <c>status, response, outputs, variables, facts, activities, http, lines</c>.</summary>
internal sealed class OutcomeHost(CaseOutcome outcome, DateTimeOffset at, TimeZoneInfo zone) : ScriptHost(new FixedClock(at), zone, static () => 0.5, static () => Guid.Empty)
{
    private readonly DataObject _globals = new()
    {
        ["status"] = outcome.Status,
        ["response"] = outcome.Response,
        ["outputs"] = outcome.Outputs,
        ["variables"] = outcome.Variables,
        ["facts"] = new DataArray(outcome.Facts.Select(f => (object?)new DataObject { ["type"] = f.Type, ["body"] = f.Body, ["key"] = f.Key, ["correlationId"] = f.CorrelationId })),
        ["http"] = new DataArray(outcome.Sent.Select(s => (object?)new DataObject { ["method"] = s.Method, ["url"] = s.Url, ["headers"] = s.Headers, ["body"] = s.Body })),
        ["lines"] = new DataArray(outcome.Lines),
        ["activities"] = new DataObject(outcome.Executions.GroupBy(e => e.ActivityId).Select(g => KeyValuePair.Create(g.Key, (object?)new DataArray(g.Select(e => (object?)new DataObject
        {
            ["status"] = e.Status,
            ["outcomes"] = new DataArray(ExpectationCheck.Outcomes(e)),
            ["inputs"] = e.ActivityState ?? [],
            ["outputs"] = e.Outputs ?? [],
        }))))),
    };

    /// <inheritdoc/>
    public override bool TryGetGlobal(string name, out object? value)
    {
        if (name != "getVariable") return _globals.TryGetValue(name, out value);
        value = (HostFunction)(call => outcome.Variables[call.Text(0)]);
        return true;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
