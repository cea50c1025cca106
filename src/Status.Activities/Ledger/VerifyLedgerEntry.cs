using System.Security.Cryptography;
using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Storage;
using Status.Workflows.Authoring;

namespace Status.Activities.Ledger;

/// <summary>
/// Checks one entry as an outsider would: its leaf hash from its columns, its path to the root, the signature of the checkpoint, and, when a
/// content is given, that the entry certifies exactly that. <c>status verify</c> checks the whole ledger.
/// </summary>
[Activity("Status", "Ledger", "Checks that an entry is in the ledger unaltered and, when a content is given, that it certifies exactly that content.")]
[FlowNode("Valid", "Invalid", "Not found")]
public sealed class VerifyLedgerEntry : CodeActivity
{
    /// <summary>The key of the entry.</summary>
    [Input(Description = "Key of the entry.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Key { get; set; }

    /// <summary>The content it must certify.</summary>
    [Input(Description = "The content that the entry must certify. Left empty, only the entry itself is checked.", UIHint = InputUIHints.JsonEditor, DefaultSyntax = "JavaScript")]
    public Input<object?>? Body { get; set; }

    /// <summary>Whether the entry is sound.</summary>
    [Output(Description = "Whether the entry is in the ledger, unaltered, and certifies the content.")]
    public Output<bool>? Valid { get; set; }

    /// <summary>What is wrong.</summary>
    [Output(Description = "What is wrong; empty when the entry is valid.")]
    public Output<string>? Problem { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var key = context.Get(Key) ?? "";
        var stored = await context.GetRequiredService<LedgerStore>().FindEntryAsync(key, context.CancellationToken);
        if (stored is null)
        {
            Finish(context, $"The ledger has no entry with the key '{key}'.");
            await context.CompleteActivityWithOutcomesAsync("Not found");
            return;
        }

        var proof = await context.GetRequiredService<LedgerProver>().ProveAsync(stored, context.CancellationToken);
        var problem = Find(stored.Entry, proof, context.GetRequiredService<LedgerSigner>().Key) ?? CompareBody(context, stored.Entry);
        Finish(context, problem);
        await context.CompleteActivityWithOutcomesAsync(problem is null ? "Valid" : "Invalid");
    }

    private void Finish(ActivityExecutionContext context, string? problem)
    {
        Valid?.Set(context, problem is null);
        Problem?.Set(context, problem ?? "");
    }

    private static string? Find(LedgerEntry entry, LedgerProof? proof, NoteKey key)
    {
        if (proof is null) return $"No checkpoint covers entry {entry.Index} yet.";
        var problem = proof.FindProblem(key);
        if (problem is not null) return problem;
        return entry.LeafHash() == proof.LeafHash ? null : $"Entry {entry.Index} was altered: its columns do not give its leaf hash.";
    }

    private string? CompareBody(ActivityExecutionContext context, LedgerEntry entry)
    {
        if (Body is null || context.Get(Body) is not { } body) return null;
        var digest = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToUtf8(PostToLedger.Normalize(body))));
        return digest == entry.BodyHash() ? null : $"Entry {entry.Index} certifies another content: its SHA-256 is {entry.BodyHash()}, the given content's {digest}.";
    }
}
