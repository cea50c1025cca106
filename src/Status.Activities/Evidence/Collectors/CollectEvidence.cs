using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>Takes content that the workflow already has.</summary>
[Activity("Status", "Evidence", "Takes content that the workflow already has (text, bytes or any value as canonical JSON) and stores its bytes under their SHA-256.")]
internal sealed class CollectEvidence : CodeActivity<DataObject>
{
    [Input(Description = "The content: text is kept as UTF-8, bytes as they are, anything else as JSON with sorted members.", UIHint = InputUIHints.MultiLine, IsRequired = true)]
    public Input<object?>? Content { get; set; }

    [Input(Description = "Media type of the content; derived from its form when empty.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? MediaType { get; set; }

    [Input(Description = "What it is, one word: document, report, log …", UIHint = InputUIHints.SingleLine, DefaultValue = "document")]
    public Input<string?>? Kind { get; set; }

    [Input(Description = "Where the workflow got it: a name or address that a reader can follow.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Source { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var (bytes, derived) = CanonicalContent.Of(context.Get(Content));
        var content = await EvidenceCollector.StoreAsync(
            context, bytes, Given(context.Get(MediaType)) ?? derived, Given(context.Get(Kind)) ?? "document", Given(context.Get(Source)) ?? "workflow", []);
        context.Set(Result, content.ToData());
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
