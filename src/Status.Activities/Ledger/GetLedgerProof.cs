using Status.Activities.Ledger.Proofs;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger;

/// <summary>Builds the proof that an entry is in the ledger, for whoever must be convinced without access to it.</summary>
[Activity("Status", "Ledger", "Builds the proof that an entry is in the ledger: its path to the root of the newest signed checkpoint.")]
[FlowNode("Done", "Not found")]
public sealed class GetLedgerProof : CodeActivity
{
    /// <summary>The key of the entry.</summary>
    [Input(Description = "Key of the entry.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Key { get; set; }

    /// <summary>The proof.</summary>
    [Output(Description = "The proof: key, index, treeSize, leafHash, hashes (Base64, from the leaf upwards) and checkpoint (the signed note).")]
    public Output<DataObject>? Proof { get; set; }

    /// <summary>The proof as one file.</summary>
    [Output(Description = "The proof as one text file (C2SP tlog-proof) that carries its checkpoint.")]
    public Output<string>? ProofFile { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var key = context.Get(Key) ?? "";
        var proof = await context.GetRequiredService<LedgerProver>().ProveAsync(key, context.CancellationToken);
        if (proof is null)
        {
            await context.CompleteActivityWithOutcomesAsync("Not found");
            return;
        }

        Proof?.Set(context, proof.ToData());
        ProofFile?.Set(context, proof.ToFile());
        await context.CompleteActivityAsync();
    }
}
