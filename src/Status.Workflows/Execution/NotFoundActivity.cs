using Status.Workflows.Authoring;

namespace Status.Workflows.Execution;

/// <summary>Stands for an activity whose type is not installed. The definition keeps its JSON; running it faults.</summary>
[Activity("Elsa", "System", "Stands for an activity whose type is not installed; running it faults.")]
[Browsable(false)]
internal sealed class NotFoundActivity : CodeActivity
{
    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        throw new InvalidOperationException($"The activity type '{Type}' is not installed here.");
}
