using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Compensation;

/// <summary>
/// A step that can be undone: runs its body and remembers, once that has completed, the branch that undoes it. When the run faults or is cancelled later, or reaches
/// <see cref="Compensate"/>, the branches of the completed steps run, the last step first.
/// </summary>
[Activity("Status", "Compensation", "Runs its body; should the run fault or be cancelled later, the compensation undoes it. The steps of a run are undone in reverse order.", DisplayName = "Compensable")]
internal sealed class Compensable : Container, ICompensable
{
    /// <summary>What is done.</summary>
    [Port]
    public Activity? Body { get; set; }

    /// <summary>What undoes it. It sees the variables as they were when the body completed; those of the workflow as they are.</summary>
    [Port]
    public Activity? Compensation { get; set; }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) =>
        self.ContainerState is CompensationTurn ? self.Run.EndTurnAsync(self) : CompleteAsync(self);

    /// <inheritdoc/>
    public override ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child) =>
        self.ContainerState is CompensationTurn ? self.Run.EndTurnAsync(self) : self.CompleteActivityAsync();

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state)
    {
        writer.WriteStartObject();
        if (state is CompensationTurn { Requester: { } requester }) writer.WriteNumber("requester", requester);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => new CompensationTurn(json.TryGetProperty("requester", out var requester) ? requester.GetInt32() : null);

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (Compensation is null) context.Warn(nameof(Compensation), "Without a compensation there is nothing to undo the step with.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        Body is null ? CompleteAsync((NodeExecution)context) : context.ScheduleActivityAsync(Body);

    private ValueTask CompleteAsync(NodeExecution self)
    {
        if (Compensation is not null) self.Run.RememberStep(self);
        return self.CompleteActivityAsync();
    }
}
