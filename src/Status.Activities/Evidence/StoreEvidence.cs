using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>Makes collected content count.</summary>
[Activity("Status", "Evidence", "Makes collected content count as evidence for a control, scope and window, with its validity, and leaves evidence.collected.")]
internal sealed class StoreEvidence : CodeActivity<DataObject>
{
    [Input(Description = "The output of an activity that collects.", UIHint = InputUIHints.SingleLine, DefaultSyntax = "Variable", IsRequired = true)]
    public Input<object?>? Content { get; set; }

    [Input(Description = "The control it supports; may stay empty.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? ControlId { get; set; }

    [Input(Description = "The agreement it supports; may stay empty.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? AgreementId { get; set; }

    [Input(Description = "The scope it speaks about, as an object of texts.", UIHint = InputUIHints.Dictionary)]
    public Input<object?>? Scope { get; set; }

    [Input(Description = "First instant of the window it covers; may stay empty.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? WindowFrom { get; set; }

    [Input(Description = "First instant after the window it covers; may stay empty.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? WindowTo { get; set; }

    [Input(Description = "How long it counts from now on; empty or zero for ever.", UIHint = InputUIHints.SingleLine)]
    public Input<TimeSpan?>? ValidFor { get; set; }

    [Input(Description = "The first instant at which it counts no longer; takes precedence over ValidFor.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? ValidUntil { get; set; }

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var content = CollectedContent.From(context.Get(Content));
        var key = context.GetIdempotencyKey();
        var provenance = new DataObject(content.Provenance) { ["storedBy"] = context.Activity.NodeId };
        var record = new EvidenceRecord
        {
            Id = IdGenerator.Derive("evidence", key),
            Digest = content.Digest,
            Size = content.Size,
            MediaType = content.MediaType,
            Kind = content.Kind,
            Source = content.Source,
            ControlId = Given(context.Get(ControlId)),
            AgreementId = Given(context.Get(AgreementId)),
            Scope = Compliance.Scope.From(context.Get(Scope)),
            Window = Window(context.Get(WindowFrom), context.Get(WindowTo)),
            CollectedAt = content.CollectedAt,
            ValidFrom = content.CollectedAt,
            ValidUntil = ValidityRule.Until(content.CollectedAt, context.Get(ValidUntil), context.Get(ValidFor)),
            InstanceId = context.WorkflowInstanceId,
            Provenance = provenance,
        };
        context.Enlist(EvidenceWrites.Insert(record, key));
        context.Set(Result, record.ToData());
        return ValueTask.CompletedTask;
    }

    private static TimeWindow? Window(DateTimeOffset? from, DateTimeOffset? to) => (from, to) switch
    {
        (null, null) => null,
        ({ } start, { } end) when start < end => new TimeWindow(start, end),
        _ => throw new InvalidOperationException("WindowFrom and WindowTo need each other, and WindowTo must be later."),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
