using System.Security.Cryptography;
using System.Text;
using Status.Activities.Ledger.Entries;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger;

/// <summary>
/// Enlists an entry, unique by its key, and waits for the signed checkpoint that covers it. The sequencer gives the index; posting the
/// same key again gives the receipt of the first entry.
/// </summary>
[Activity("Status", "Ledger", "Posts an entry to the tamper-evident ledger and waits for the receipt with the signed checkpoint.")]
[FlowNode("Done", "Conflict")]
[WaitsForWorkHere("a receipt of the ledger that it has posted to, which that ledger gives once")]
public sealed class PostToLedger : CodeActivity
{
    internal const string StimulusName = "Status.PostToLedger";
    private const string BodyHashProperty = "bodySha256";

    /// <summary>What makes the entry unique in the whole ledger.</summary>
    [Input(Description = "Unique key of the entry; at most 1,000 bytes. Posting a key again gives the first entry's receipt. Default: this execution's idempotency key.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Key { get; set; }

    /// <summary>What is posted.</summary>
    [Input(Description = "What is posted, for example agreement.evaluated.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Kind { get; set; }

    /// <summary>What it is about.</summary>
    [Input(Description = "What the entry is about, for example a control, a scope or an evidence id. Optional.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Subject { get; set; }

    /// <summary>The agreement it belongs to.</summary>
    [Input(Description = "Id of the agreement the entry belongs to. Optional.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Agreement { get; set; }

    /// <summary>What is certified.</summary>
    [Input(Description = "The content to certify: any JSON value, at most 32 kB. Of something larger post its SHA-256.", UIHint = InputUIHints.JsonEditor, DefaultSyntax = "JavaScript")]
    public Input<object?>? Body { get; set; }

    /// <summary>Whether to wait for the checkpoint.</summary>
    [Input(Description = "Wait until the entry is covered by a signed checkpoint. Without waiting the receipt has the key and the digest only.", UIHint = InputUIHints.Checkbox, DefaultValue = true)]
    public Input<bool>? Wait { get; set; }

    /// <summary>The receipt.</summary>
    [Output(Description = "The receipt: key, index, leafHash, bodySha256, treeSize and checkpoint (the signed note).")]
    public Output<DataObject>? Receipt { get; set; }

    /// <summary>The digest of the content.</summary>
    [Output(Description = "SHA-256 of the content's canonical JSON (RFC 8785), 64 hexadecimal digits.")]
    public Output<string>? Digest { get; set; }

    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var key = context.Get(Key) is { Length: > 0 } given ? given : context.GetIdempotencyKey();
        var body = CanonicalJson.ToText(Normalize(context.Get(Body)));
        var wait = Wait is null || context.Get(Wait);
        var entry = new EnlistedEntry(key, context.Get(Kind) ?? "", NullIfEmpty(context.Get(Subject)), NullIfEmpty(context.Get(Agreement)), body, wait ? context.Id : null);
        var problems = entry.Problems().ToArray();
        if (problems.Length > 0) throw new InvalidOperationException(string.Join(" ", problems));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        context.Emit(entry.ToFact(context.GetIdempotencyKey()));
        Digest?.Set(context, digest);
        if (!wait)
        {
            Receipt?.Set(context, new DataObject { ["key"] = key, ["bodySha256"] = digest });
            return context.CompleteActivityAsync();
        }

        context.SetProperty(BodyHashProperty, digest);
        context.CreateBookmark(new CreateBookmarkArgs
        {
            BookmarkName = StimulusName,
            Stimulus = StimulusFor(key),
            IncludeActivityInstanceId = true,
            Callback = OnPostedAsync,
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>What identifies the wait for an entry; hashed together with the id of the waiting execution.</summary>
    internal static DataObject StimulusFor(string key) => new() { ["Key"] = key };

    private async ValueTask OnPostedAsync(ActivityExecutionContext context)
    {
        var receipt = context.StimulusInput?["receipt"] as DataObject
            ?? throw new InvalidOperationException("The run was resumed without a ledger receipt. Only the ledger's sequencer resumes this activity.");
        Receipt?.Set(context, receipt);
        context.JournalData["Index"] = receipt["index"];
        // The key can have been taken by another content: the receipt then proves that one, and the designer must decide.
        var same = receipt["bodySha256"] as string == context.GetProperty(BodyHashProperty) as string;
        await context.CompleteActivityWithOutcomesAsync(same ? "Done" : "Conflict");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Brings a value outside the closed set (set by code) into it, as storing it would.</summary>
    internal static object? Normalize(object? value) => value switch
    {
        null or bool or string or double or int or long or decimal or DateTimeOffset or TimeSpan or byte[] => value,
        _ => DataJson.Parse(DataJson.ToUtf8(value)),
    };
}
