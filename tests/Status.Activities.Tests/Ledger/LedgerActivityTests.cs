using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Testing;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Ledger;

public sealed class LedgerActivityTests : IAsyncLifetime
{
    private LedgerHarness _ledger = null!;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        _services = new ServiceCollection().AddSingleton(_ledger.Store).AddSingleton(_ledger.Signer).AddSingleton<LedgerProver>().BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task PostToLedger_Waiting_CompletesWithTheReceiptOfTheSequencer()
    {
        var activity = Post("evaluation/1", new DataObject { ["b"] = 2.0, ["a"] = 0.1 });
        var context = await NewContext().RunAsync(activity);
        Assert.Empty(context.Outcomes);
        var bookmark = Assert.Single(context.Bookmarks);
        var draft = Assert.Single(context.Facts);
        Assert.Equal(("ledger.entry-enlisted", "instance-1/post/1"), (draft.Type, draft.Key));

        var item = Assert.Single((await _ledger.DigestAsync(Commit(draft)))!.Inbox);
        Assert.Equal(Stimulus.Hash(bookmark.BookmarkName!, bookmark.Stimulus, context.Id), item.StimulusHash);
        await context.ResumeAsync(bookmark.Callback!, Stored(item.Payload));

        Assert.Equal("Done", Assert.Single(context.Outcomes));
        var receipt = Assert.IsType<DataObject>(context.Output(activity.Receipt));
        var stored = (await _ledger.Store.FindEntryAsync("evaluation/1", CancellationToken.None))!;
        Assert.Equal("""{"a":0.1,"b":2}""", System.Text.Encoding.UTF8.GetString(stored.Entry.Body));
        Assert.Equal(context.Output(activity.Digest), receipt["bodySha256"]);
        Assert.Equal(stored.LeafHash.ToString(), receipt["leafHash"]);
        Assert.Equal("instance-1", stored.Entry.Instance);
        Assert.Equal(("agreement.evaluated", "g1", "platform"), (stored.Entry.Kind, stored.Entry.Subject, stored.Entry.Agreement));
        Assert.True(_ledger.Signer.Key.Verifies(SignedNote.Parse((string)receipt["checkpoint"]!)));
    }

    [Fact]
    public async Task PostToLedger_KeyTakenByAnotherContent_CompletesWithConflict()
    {
        await PostAsync("evaluation/1", new DataObject { ["a"] = 1.0 });
        var (activity, context) = await PostAsync("evaluation/1", new DataObject { ["a"] = 2.0 });
        Assert.Equal("Conflict", Assert.Single(context.Outcomes));
        Assert.NotEqual(context.Output(activity.Digest), ((DataObject)context.Output(activity.Receipt)!)["bodySha256"]);
        Assert.Equal("Done", Assert.Single((await PostAsync("evaluation/1", new DataObject { ["a"] = 1.0 })).Context.Outcomes));
        Assert.Equal(1, (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Size);
    }

    [Fact]
    public async Task PostToLedger_NotWaiting_CompletesAtOnceAndIsPostedAllTheSame()
    {
        var activity = Post(null, "text");
        activity.Wait = new Input<bool>(false);
        var context = await NewContext().RunAsync(activity);
        Assert.Equal("Done", Assert.Single(context.Outcomes));
        Assert.Empty(context.Bookmarks);
        Assert.Equal("instance-1/post/1", ((DataObject)context.Output(activity.Receipt)!)["key"]);
        Assert.Empty((await _ledger.DigestAsync(Commit(context.Facts[0])))!.Inbox);
        Assert.NotNull(await _ledger.Store.FindEntryAsync("instance-1/post/1", CancellationToken.None));
    }

    [Theory]
    [InlineData("audit/1", "kind", "cannot begin with 'audit/'")]
    [InlineData("a\nb", "kind", "cannot contain control characters")]
    [InlineData("key", "", "The kind of a ledger entry cannot be empty")]
    public async Task PostToLedger_WrongInput_FaultsAndEnlistsNothing(string key, string kind, string message)
    {
        var activity = Post(key, null);
        activity.Kind = new Input<string?>(kind);
        var context = NewContext();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.RunAsync(activity));
        Assert.Contains(message, error.Message);
        Assert.Empty(context.Facts);
    }

    [Fact]
    public async Task PostToLedger_BodyTooLarge_FaultsAndSaysWhatToPostInstead()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => NewContext().RunAsync(Post("key", new string('x', 40_000))));
        Assert.Contains("at most 32768 bytes, not 40002: store it as evidence and post its digest", error.Message);
    }

    [Fact]
    public async Task GetLedgerProof_OfAnEntry_ConvincesWithoutTheDatabase()
    {
        await _ledger.FillAsync(10, 4);
        var activity = new GetLedgerProof { Key = new Input<string?>("key-6"), Proof = new(), ProofFile = new() };
        var context = await NewContext().RunAsync(activity);
        Assert.Equal("Done", Assert.Single(context.Outcomes));
        var proof = (DataObject)context.Output(activity.Proof)!;
        var root = Checkpoint.Parse(SignedNote.Parse((string)proof["checkpoint"]!).Text).Root;
        var hashes = ((DataArray)proof["hashes"]!).Select(h => MerkleHash.From(Convert.FromBase64String((string)h!))).ToArray();
        Assert.True(ProofVerifier.Inclusion(6, 10, MerkleHash.FromHex((string)proof["leafHash"]!), hashes, root));
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 6\n", (string)context.Output(activity.ProofFile)!);

        var missing = await NewContext().RunAsync(new GetLedgerProof { Key = new Input<string?>("nobody") });
        Assert.Equal("Not found", Assert.Single(missing.Outcomes));
    }

    [Fact]
    public async Task VerifyLedgerEntry_SoundAlteredOtherAndMissing_SaysWhich()
    {
        await _ledger.FillAsync(10, 4);
        Assert.Equal("Valid:", await VerifyAsync("key-6"));
        Assert.Equal("Valid:", await VerifyAsync("key-6", new DataObject { ["value"] = 7.0 }));
        Assert.StartsWith("Invalid:Entry 6 certifies another content", await VerifyAsync("key-6", new DataObject { ["value"] = 8.0 }));
        Assert.StartsWith("Not found:The ledger has no entry with the key 'nobody'", await VerifyAsync("nobody"));
        await _ledger.TamperAsync("update ledger.entries set agreement = 'other' where index = 6");
        Assert.StartsWith("Invalid:Entry 6 was altered", await VerifyAsync("key-6"));
        await _ledger.TamperAsync("update ledger.tiles set hashes = set_byte(hashes, 40, 0)");
        Assert.StartsWith("Invalid:The path of entry 5 does not lead to the root", await VerifyAsync("key-5"));
    }

    [Fact]
    public async Task GetLedgerHead_EmptyAndFilled_GivesTheSignedNote()
    {
        var activity = new GetLedgerHead { Head = new(), Checkpoint = new() };
        Assert.Equal("Empty", Assert.Single((await NewContext().RunAsync(activity)).Outcomes));
        await _ledger.FillAsync(3, 3);
        var context = await NewContext().RunAsync(activity);
        Assert.Equal("Done", Assert.Single(context.Outcomes));
        Assert.Equal((await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Note, context.Output(activity.Checkpoint));
        Assert.Equal(3L, Convert.ToInt64(((DataObject)context.Output(activity.Head)!)["treeSize"]));
    }

    private async Task<string> VerifyAsync(string key, object? body = null)
    {
        var activity = new VerifyLedgerEntry { Key = new Input<string?>(key), Valid = new(), Problem = new() };
        if (body is not null) activity.Body = new Input<object?>(body);
        var context = await NewContext().RunAsync(activity);
        var outcome = Assert.Single(context.Outcomes);
        Assert.Equal(outcome == "Valid", context.Output(activity.Valid));
        return $"{outcome}:{context.Output(activity.Problem)}";
    }

    private async Task<(PostToLedger Activity, ActivityTestContext Context)> PostAsync(string key, object body)
    {
        var activity = Post(key, body);
        var context = await NewContext().RunAsync(activity);
        var effect = await _ledger.DigestAsync(Commit(context.Facts[0]));
        await context.ResumeAsync(context.Bookmarks[0].Callback!, Stored(effect!.Inbox[0].Payload));
        return (activity, context);
    }

    private ActivityTestContext NewContext() => new(_services, TimeProvider.System);

    private static PostToLedger Post(string? key, object? body) => new()
    {
        Id = "post",
        Key = new Input<string?>(key),
        Kind = new Input<string?>("agreement.evaluated"),
        Subject = new Input<string?>("g1"),
        Agreement = new Input<string?>("platform"),
        Body = new Input<object?>(body),
        Receipt = new(),
        Digest = new(),
    };

    /// <summary>A payload as it comes back from the database.</summary>
    private static DataObject Stored(DataObject payload) => (DataObject)DataJson.Parse(DataJson.ToUtf8(payload))!;

    private Fact Commit(FactDraft draft) => _ledger.Enlist("unused") with { Type = draft.Type, Body = Stored(draft.Body), Key = draft.Key, InstanceId = "instance-1" };
}
