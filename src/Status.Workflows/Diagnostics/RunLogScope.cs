using System.Collections;

namespace Status.Workflows.Diagnostics;

/// <summary>
/// What every log line of a burst carries: the run, its definition and the activity that is executing when the line is written. One scope for a whole burst, asked only when something is logged.
/// </summary>
/// <param name="instanceId">The run.</param>
/// <param name="definitionId">Its definition.</param>
/// <param name="activityId">The activity that is executing now.</param>
internal sealed class RunLogScope(string instanceId, string definitionId, Func<string?> activityId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("WorkflowInstanceId", instanceId),
        1 => new("WorkflowDefinitionId", definitionId),
        2 => new("ActivityId", activityId()),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"run {instanceId} of {definitionId}, activity {activityId()}";
}
