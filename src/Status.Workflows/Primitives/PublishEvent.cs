using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Primitives;

/// <summary>Emits a fact with the commit of this burst: it starts workflows and resumes bookmarks that listen to its name, after the commit.</summary>
[Activity("Elsa", "Primitives", "Publishes an event to the workflows that listen to it.", DisplayName = "Publish Event")]
public sealed class PublishEvent : CodeActivity
{
    /// <summary>Name of the event.</summary>
    [Input(Description = "Name of the event. Names that begin with computation., evidence., agreement., guarantee., ledger., alert., host., delivery. or audit. belong to STATUS.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string>? EventName { get; set; }

    /// <summary>Correlation id that a waiting run must have.</summary>
    [Input(Description = "Only runs with this correlation id are resumed; empty: all.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? CorrelationId { get; set; }

    /// <summary>What the event carries.</summary>
    [Input(Description = "What the event carries.", UIHint = InputUIHints.MultiLine)]
    public Input<object?>? Payload { get; set; }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (context.TryGetLiteral(EventName, out var name) && name is not null && ReservedFacts.IsReserved(name)) context.Error(nameof(EventName), ReservedFacts.Refusal(name));
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var name = context.Get(EventName);
        if (string.IsNullOrWhiteSpace(name)) throw new InvalidOperationException("The name of the event is empty.");
        // The publish rule sees literals only; a computed name is refused here, or a designer could forge evidence.
        if (ReservedFacts.IsReserved(name)) throw new InvalidOperationException(ReservedFacts.Refusal(name));
        var body = context.Get(Payload) as DataObject ?? new DataObject { ["value"] = context.Get(Payload) };
        context.Emit(new FactDraft(name, body, context.GetIdempotencyKey()) { CorrelationId = context.Get(CorrelationId) });
        return ValueTask.CompletedTask;
    }
}
