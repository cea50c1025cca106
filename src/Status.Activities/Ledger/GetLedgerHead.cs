using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger;

/// <summary>Reads the newest signed checkpoint, for example to keep it in another system as an anchor.</summary>
[Activity("Status", "Ledger", "Reads the ledger's newest signed checkpoint, for example to anchor it in another system.")]
[FlowNode("Done", "Empty")]
public sealed class GetLedgerHead : CodeActivity
{
    /// <summary>The head.</summary>
    [Output(Description = "The head: origin, treeSize, root (Base64), checkpoint (the signed note) and key (the verification key).")]
    public Output<DataObject>? Head { get; set; }

    /// <summary>The signed note.</summary>
    [Output(Description = "The signed note (C2SP tlog-checkpoint).")]
    public Output<string>? Checkpoint { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var head = await context.GetRequiredService<LedgerStore>().GetHeadAsync(context.CancellationToken);
        if (head is null)
        {
            await context.CompleteActivityWithOutcomesAsync("Empty");
            return;
        }

        var key = context.GetRequiredService<LedgerSigner>().Key;
        Checkpoint?.Set(context, head.Note);
        Head?.Set(context, new DataObject
        {
            ["origin"] = key.Name,
            ["treeSize"] = head.Size,
            ["root"] = head.Root.ToBase64(),
            ["checkpoint"] = head.Note,
            ["key"] = key.ToString(),
        });
        await context.CompleteActivityAsync();
    }
}
