using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Registry;

/// <summary>Stores what a control found out about one scope in one window, with the observations behind it.</summary>
[Activity("Status", "Registry", "Stores what a control found out about one scope in one window, with the evidence behind it.")]
public sealed class RecordComputation : CodeActivity<string>
{
    /// <summary>The run of controls.</summary>
    [Input(Description = "The computation group, from Start Computation or the caller.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? ComputationGroup { get; set; }

    /// <summary>The control.</summary>
    [Input(Description = "Id of the control that was evaluated. Optional.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? ControlId { get; set; }

    /// <summary>The concrete scope.</summary>
    [Input(Description = "The concrete scope the result speaks about, an object of texts. Default: the whole organisation.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Scope { get; set; }

    /// <summary>The window.</summary>
    [Input(Description = "The window the result covers: {from, to}. Default: the minute before now.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Window { get; set; }

    /// <summary>The verdict.</summary>
    [Input(Description = "true, false, or one of the words fulfilled, violated, not-determined. Empty means not determined.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? Value { get; set; }

    /// <summary>The observations.</summary>
    [Input(Description = "The evidence: a list of {id, key, value, result, from, to, digest}. Only a result of true counts as passed.", UIHint = InputUIHints.JsonEditor)]
    public Input<object?>? Evidences { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var group = context.Get(ComputationGroup) is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Record Computation needs a computation group; connect the result of Start Computation.");
        var now = context.TimeProvider.GetUtcNow();
        var window = Values.Window(context.Get(Window)) ?? new TimeWindow(now.AddMinutes(-1), now);
        var computation = new Computation(
            IdGenerator.Derive("computation", context.GetIdempotencyKey()),
            group,
            ReadVerdict(context.Get(Value)),
            Compliance.Scope.From(context.Get(Scope)),
            EvidenceData.Read(context.Get(Evidences)),
            window,
            context.Get(ControlId) is { Length: > 0 } control ? control : null);
        context.Enlist(ComputationWrites.Record(computation, now));
        if (computation.ControlId is not null) context.Enlist(ComputationWrites.MarkControl(computation));
        context.Set(Result, computation.Id);
        context.JournalData["ComputationId"] = computation.Id;
        return context.CompleteActivityAsync();
    }

    private static bool? ReadVerdict(object? value) => value switch
    {
        bool flag => flag,
        "true" or "fulfilled" => true,
        "false" or "violated" => false,
        _ => null,
    };
}
