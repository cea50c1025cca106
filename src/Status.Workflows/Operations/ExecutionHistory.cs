using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>The executions of a run: those that the journal tells of, and those that live now. A run that keeps no journal has only the latter.</summary>
/// <param name="inspector">Unfolds runs.</param>
/// <param name="journal">Unfolds journals.</param>
public sealed class ExecutionHistory(RunInspector inspector, JournalReader journal)
{
    /// <summary>Id and node id of the wrapper around every root.</summary>
    public const string WorkflowNodeId = "Workflow1";

    /// <summary>All executions of a run in the order in which they began, the workflow itself first; empty when there is no such run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ActivityExecution>> ListAsync(InstanceId id, CancellationToken cancellationToken = default)
    {
        if (await inspector.GetAsync(id, cancellationToken) is not { } run) return [];
        var fold = new ExecutionFold(run);
        await foreach (var record in journal.ReadAsync(id, cancellationToken)) fold.Add(record);
        return fold.Finish();
    }

    /// <summary>The run that an execution belongs to: executions are numbered within their run.</summary>
    /// <param name="executionId">Id of an execution.</param>
    /// <returns>Candidates, the likelier first.</returns>
    public static IReadOnlyList<InstanceId> RunsOf(string executionId)
    {
        ArgumentNullException.ThrowIfNull(executionId);
        var dash = executionId.LastIndexOf('-');
        var isNumbered = dash > 0 && dash < executionId.Length - 1 && executionId.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isNumbered ? [new InstanceId(executionId[..dash]), new InstanceId(executionId)] : [new InstanceId(executionId)];
    }
}
