using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>Where a run is committed besides its waits, its answer and its end.</summary>
[Flags]
internal enum CommitPoints : byte
{
    None = 0,

    /// <summary>Before the activity is executed.</summary>
    Before = 1,

    /// <summary>After it has been executed.</summary>
    After = 2,

    /// <summary>After it, when the last commit is <see cref="CommitStrategies.Period"/> ago.</summary>
    Periodic = 4,
}

/// <summary>Elsa's commit strategies by name: those of a workflow, and those of an activity, which go before.</summary>
internal static class CommitStrategies
{
    /// <summary>Time between two commits of the periodic strategy.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The strategy of a workflow for its activities; <c>null</c> when there is none of that name.</summary>
    public static CommitPoints? OfWorkflow(string? name) => Last(name) switch
    {
        "" or "Default" or "WorkflowExecuting" or "WorkflowExecuted" => CommitPoints.None,
        "ActivityExecuting" => CommitPoints.Before,
        "ActivityExecuted" => CommitPoints.After,
        "Periodic" => CommitPoints.Periodic,
        _ => null,
    };

    /// <summary>Whether a run is committed before its first activity.</summary>
    public static bool BeginsWithCommit(string? name) => Last(name) == "WorkflowExecuting";

    /// <summary>The strategy of an activity.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="otherwise">Of its workflow.</param>
    /// <param name="problems">Hears of a name that is none.</param>
    public static CommitPoints OfActivity(ActivityDefinition activity, CommitPoints otherwise, ProblemList problems)
    {
        var name = activity.TryGetProperty("customProperties", out var custom) ? custom.Member("commitStrategyName").TextOrNull() : null;
        switch (Last(name))
        {
            case "" or "Default": return otherwise;
            case "CommitAlways": return CommitPoints.Before | CommitPoints.After;
            case "CommitNever": return CommitPoints.None;
            case "Executing": return CommitPoints.Before;
            case "Executed": return CommitPoints.After;
            default:
                problems.Warn($"{activity.Path}.customProperties.commitStrategyName", $"There is no commit strategy '{name}' for activities: CommitAlways, CommitNever, Executing or Executed.", activity.Id);
                return otherwise;
        }
    }

    private static string Last(string? name) => string.IsNullOrWhiteSpace(name) ? "" : name[(name.LastIndexOf('.') + 1)..];
}
