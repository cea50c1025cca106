using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Api.Alterations;

/// <summary>Changes and the runs they are for.</summary>
/// <param name="Alterations">The changes: objects with a type and what the type needs.</param>
/// <param name="RunIds">The runs; absent when a filter says which.</param>
/// <param name="Filter">Which runs: members as of the list of runs; absent when they are named.</param>
internal sealed record AlterationRequest(JsonElement Alterations, IReadOnlyList<string>? RunIds, JsonElement? Filter);

/// <summary>What changes would do to a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="IsPossible">Whether they would be made.</param>
/// <param name="Problems">Why they would be refused.</param>
/// <param name="Notes">What is carried over, and what is not.</param>
internal sealed record AlterationCheckAnswer(string RunId, bool IsPossible, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>A check as it is sent.</summary>
    public static AlterationCheckAnswer Of(AlterationCheck check) => new(check.InstanceId.Value, check.IsPossible, check.Problems, check.Notes);
}

/// <summary>What changes would do.</summary>
/// <param name="Total">Number of runs that were meant.</param>
/// <param name="Items">What they would do to each, at most 500.</param>
internal sealed record DryRunAnswer(int Total, IReadOnlyList<AlterationCheckAnswer> Items);

/// <summary>Changes that were asked for.</summary>
/// <param name="Id">Id of the plan.</param>
/// <param name="Alterations">The changes.</param>
/// <param name="Status">Generating, Running, Completed or Failed.</param>
/// <param name="Author">Who asked.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CompletedAt">When the last run had its changes; absent before.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="Pending">Number of those whose changes are not made yet.</param>
/// <param name="Failed">Number of those that were refused.</param>
/// <param name="Jobs">How it went with each run, at most 1,000; absent in lists.</param>
internal sealed record AlterationPlanAnswer(
    string Id, JsonElement Alterations, string Status, string Author, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt, long Runs, long Pending, long Failed, IReadOnlyList<AlterationJobAnswer>? Jobs)
{
    /// <summary>A plan as it is sent.</summary>
    public static AlterationPlanAnswer Of(AlterationPlan plan, IReadOnlyList<AlterationJob>? jobs = null) => new(
        plan.Id, JsonSerializer.Deserialize<JsonElement>(DataJson.ToJson(new DataArray(plan.Alterations.Select(a => (object?)a.ToData())))), plan.Status, plan.Author, plan.CreatedAt, plan.CompletedAt,
        plan.Jobs, plan.Pending, plan.Failed, jobs is null ? null : [.. jobs.Select(j => new AlterationJobAnswer(j.InstanceId, j.Status.ToString(), [.. j.Log.Select(l => l.Message)], j.CompletedAt))]);
}

/// <summary>How it went with one run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Status">Pending, Completed or Failed.</param>
/// <param name="Log">What is to be said about it.</param>
/// <param name="CompletedAt">When it ended; absent before.</param>
internal sealed record AlterationJobAnswer(string RunId, string Status, IReadOnlyList<string> Log, DateTimeOffset? CompletedAt);
