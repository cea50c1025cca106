using System.Text;
using Npgsql;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Sequencing;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Ledger;

public sealed class LedgerSequencerTests : IAsyncLifetime
{
    private LedgerHarness _ledger = null!;

    public async Task InitializeAsync() => _ledger = await LedgerHarness.CreateAsync();

    public async Task DisposeAsync() => await _ledger.DisposeAsync();

    [Fact]
    public async Task Digest_NewEntries_GetIndexesInFeedOrderUnderOneSignedCheckpoint()
    {
        var effect = await _ledger.DigestAsync(_ledger.Enlist("a"), _ledger.Enlist("b"), _ledger.Enlist("c"));

        var entries = await _ledger.Store.ListEntriesAsync(0, 10, CancellationToken.None);
        Assert.Equal([(0L, "a"), (1L, "b"), (2L, "c")], entries.Select(e => (e.Entry.Index, e.Entry.Key)));
        Assert.All(entries, e => Assert.Equal(e.Entry.LeafHash(), e.LeafHash));
        var head = (await _ledger.Store.GetHeadAsync(CancellationToken.None))!;
        Assert.Equal(3, head.Size);
        Assert.True(_ledger.Signer.Key.Verifies(SignedNote.Parse(head.Note)));
        Assert.Equal(new Checkpoint("test.example/ledger", 3, head.Root), Checkpoint.Parse(SignedNote.Parse(head.Note).Text));
        Assert.Equal(MerkleHash.From(NaiveTree.Hash([.. entries.Select(e => e.Entry.LeafData())])), head.Root);
        Assert.Equal(["ledger.posted", "ledger.posted", "ledger.posted"], effect!.Facts.Select(f => f.Fact.Type));
        Assert.Equal([0L, 1L, 2L], effect.Facts.Select(f => (long)f.Fact.Body["index"]!));
        Assert.Equal([1L, 2L, 3L], effect.Facts.Select(f => f.Cause.Position));
        Assert.Empty(effect.Inbox);
    }

    [Fact]
    public async Task Digest_KeyPostedBefore_StaysOneEntryAndGivesTheFirstReceipt()
    {
        await _ledger.DigestAsync(_ledger.Enlist("a", """{"first":true}"""));
        var effect = await _ledger.DigestAsync(_ledger.Enlist("a", """{"second":true}""", "execution-2"), _ledger.Enlist("b"), _ledger.Enlist("b", waiter: "execution-4"));

        Assert.Equal(2, (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Size);
        Assert.Equal("""{"first":true}""", Encoding.UTF8.GetString((await _ledger.Store.FindEntryAsync("a", CancellationToken.None))!.Entry.Body));
        Assert.Equal("b", Assert.Single(effect!.Facts).Fact.Body["key"]);
        Assert.Equal(2, effect.Inbox.Count);
        var receipt = (DataObject)effect.Inbox[0].Payload["receipt"]!;
        Assert.Equal(0L, receipt["index"]);
        Assert.Equal(2L, receipt["treeSize"]);
    }

    [Fact]
    public async Task Digest_OnlyRepetitions_SignsNothingAndStillResumes()
    {
        await _ledger.DigestAsync(_ledger.Enlist("a"));
        var effect = await _ledger.DigestAsync(_ledger.Enlist("a", waiter: "execution"));
        Assert.Empty(effect!.Writes);
        Assert.Single(effect.Inbox);
        Assert.Equal(1, (await _ledger.VerifyAsync()).Checkpoints);
    }

    [Fact]
    public async Task Digest_EntryWithAWaiter_ResumesTheExecutionThatWaits()
    {
        var fact = _ledger.Enlist("a", waiter: "execution-1");
        var item = Assert.Single((await _ledger.DigestAsync(fact))!.Inbox);
        Assert.Equal(InboxItemKind.Resume, item.Kind);
        Assert.Equal(fact.InstanceId, item.InstanceId);
        Assert.Equal(Stimulus.Hash("Status.PostToLedger", new DataObject { ["Key"] = "a" }, "execution-1"), item.StimulusHash);
        Assert.Equal(fact.Position, item.Cause);
    }

    [Fact]
    public async Task Digest_AuditFact_BecomesAnEntryAsItStands()
    {
        await _ledger.DigestAsync(_ledger.Audit(new DataObject { ["user"] = "ann\0", ["at"] = 1.5, ["a"] = null }));
        var entry = Assert.Single(await _ledger.Store.ListEntriesAsync(0, 10, CancellationToken.None)).Entry;
        Assert.Equal(("audit/1", "audit.user.created"), (entry.Key, entry.Kind));
        Assert.Equal("""{"a":null,"at":1.5,"user":"ann\u0000"}""", Encoding.UTF8.GetString(entry.Body));
        Assert.True((await _ledger.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("key", "")]
    [InlineData("key", "audit/7")]
    [InlineData("key", "a\0b")]
    [InlineData("kind", null)]
    [InlineData("subject", "half (HIGH) pair")]
    public async Task Digest_FactThatCannotBecomeAnEntry_ThrowsAndWritesNothing(string member, string? value)
    {
        var broken = _ledger.Enlist("broken");
        // Half a surrogate pair does not survive as an attribute argument.
        broken.Body[member] = value?.Replace("(HIGH)", "\uD800");
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await _ledger.DigestAsync(_ledger.Enlist("sound"), broken));
        Assert.Contains($"Fact {broken.Position}", error.Message);
        Assert.Null(await _ledger.Store.GetHeadAsync(CancellationToken.None));
        Assert.Equal(IndigestibleFact.Stop, _ledger.Sequencer.OnIndigestible);
    }

    [Fact]
    public async Task Digest_LongestKeyThatIsTaken_FitsTheIndexAndALongerOneIsNamed()
    {
        // Random letters: PostgreSQL would compress a repeated one and hide what does not fit.
        var random = new Random(7);
        var longest = new string([.. Enumerable.Range(0, 500).Select(_ => (char)random.Next(0x400, 0x500))]);
        Assert.NotNull(await _ledger.DigestAsync(_ledger.Enlist(longest)));
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await _ledger.DigestAsync(_ledger.Enlist(longest + "x")));
        Assert.Contains("at most 1000 bytes of UTF-8, not 1001", error.Message);
    }

    [Fact]
    public async Task Digest_CommitDidNotHappen_SignsTheSameRootAgain()
    {
        Fact[] facts = [_ledger.Enlist("a"), _ledger.Enlist("b")];
        var lost = await _ledger.Sequencer.DigestAsync(facts, CancellationToken.None);
        var again = await _ledger.Sequencer.DigestAsync(facts, CancellationToken.None);
        Assert.Equal(lost.Writes[0].Parameters[2], again.Writes[0].Parameters[2]);
        Assert.True(await _ledger.CommitAsync(again));
        _ledger.Sequencer.OnCommitted(again);
        await _ledger.FillAsync(10, 3);
        Assert.True((await _ledger.VerifyAsync()).IsSound);
    }

    [Fact]
    public async Task Digest_TwoSequencersOnOneHead_OnlyOneCommits()
    {
        await _ledger.FillAsync(5, 5);
        var other = _ledger.NewSequencer();
        var mine = await _ledger.Sequencer.DigestAsync([_ledger.Enlist("mine")], CancellationToken.None);
        var theirs = await other.DigestAsync([_ledger.Enlist("theirs")], CancellationToken.None);
        Assert.True(await _ledger.CommitAsync(theirs));
        other.OnCommitted(theirs);

        Assert.False(await _ledger.CommitAsync(mine));
        Assert.Equal(LedgerWrites.AppendKey, Assert.Single(mine.MustApply));
        Assert.NotNull(await _ledger.DigestAsync(_ledger.Enlist("mine")));
        Assert.Equal(7, (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Size);
        Assert.True((await _ledger.VerifyAsync()).IsSound);
    }

    [Fact]
    public async Task Digest_AnyBatchSizesOverTileBorders_GivesTheTreeOfTheEntries()
    {
        foreach (var batch in (int[])[1, 254, 1, 1, 300, 700]) await _ledger.FillAsync(batch, batch);
        var report = await _ledger.VerifyAsync();
        Assert.True(report.IsSound, string.Join("\n", report.Problems));
        Assert.Equal((1257, 6, 1257), (report.Entries, report.Checkpoints, report.Head!.Size));
        var prover = new LedgerProver(_ledger.Store);
        foreach (var index in (long[])[0, 255, 256, 1000, 1256])
        {
            var stored = (await _ledger.Store.GetEntryAsync(index, CancellationToken.None))!;
            var proof = (await prover.ProveAsync(stored, CancellationToken.None))!;
            Assert.True(proof.Hashes.Count <= 11);
            Assert.Null(proof.FindProblem(_ledger.Signer.Key));
            Assert.NotNull((proof with { Index = index ^ 1 }).FindProblem(_ledger.Signer.Key));
        }

        foreach (var size in (long[])[1, 255, 256, 257, 557, 1257])
        {
            var older = (await _ledger.Store.GetCheckpointCoveringAsync(size, CancellationToken.None))!;
            var proof = await _ledger.Store.ProveConsistencyAsync(older.Size, 1257, CancellationToken.None);
            Assert.True(ProofVerifier.Consistency(older.Size, older.Root, 1257, report.Head.Root, proof));
        }
    }

    [Fact]
    public async Task Digest_OlderStateRestoredUnderARunningHost_Stops()
    {
        await _ledger.FillAsync(4, 2);
        await _ledger.TamperAsync("delete from ledger.checkpoints where size > 2; delete from ledger.entries where index >= 2; update ledger.tiles set hashes = substring(hashes for 64)");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _ledger.DigestAsync(_ledger.Enlist("next")));
        Assert.Contains("has signed a ledger of 4 entries; the database now has 2", error.Message);
    }

    [Fact]
    public async Task Digest_TilesAltered_StopsInsteadOfSigningOverThem()
    {
        await _ledger.FillAsync(4, 2);
        await _ledger.TamperAsync("update ledger.tiles set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)");
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await _ledger.DigestAsync(_ledger.NewSequencer(), _ledger.Enlist("next")));
        Assert.Contains("do not give the root of its checkpoint of 4 entries", error.Message);
    }

    [Fact]
    public async Task Digest_AnotherOrigin_StopsAndSaysWhatToConfigure()
    {
        await _ledger.FillAsync(1, 1);
        using var signer = new LedgerSigner(LedgerHarness.Seed, "other.example");
        var sequencer = new LedgerSequencer(_ledger.Store, signer, Microsoft.Extensions.Logging.Abstractions.NullLogger<LedgerSequencer>.Instance);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _ledger.DigestAsync(sequencer, _ledger.Enlist("next")));
        Assert.Contains("Set Status:Ledger:Origin to 'test.example/ledger'", error.Message);
    }

    [Theory]
    [InlineData("update ledger.entries set kind = 'x'")]
    [InlineData("delete from ledger.entries")]
    [InlineData("update ledger.checkpoints set size = 7")]
    [InlineData("delete from ledger.checkpoints")]
    [InlineData("delete from ledger.tiles")]
    [InlineData("update ledger.tiles set hashes = substring(hashes for 32)")]
    [InlineData("update ledger.tiles set hashes = set_byte(hashes, 3, 9)")]
    [InlineData("delete from ledger.keys")]
    public async Task Schema_ChangeByAccident_IsRefused(string sql)
    {
        await _ledger.FillAsync(3, 3);
        await using var command = _ledger.DataSource.CreateCommand(sql);
        var error = await Assert.ThrowsAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync());
        Assert.Contains("append-only", error.MessageText);
    }

    /// <summary>The file was computed a second time with Python's hashlib and json and with the openssl command.</summary>
    [Fact]
    public void Checkpoint_FixedKeyAndEntry_IsTheGoldenNote()
    {
        using var signer = new LedgerSigner(LedgerHarness.Seed, "test.example/ledger");
        var entry = new Status.Activities.Ledger.Entries.LedgerEntry(0, "golden", "agreement.evaluated", "g", "platform", "i", """{"value":1}"""u8.ToArray(), 1, LedgerHarness.Start);
        var range = new CompactRange();
        range.Append(entry.LeafHash());
        var golden = Path.Combine(AppContext.BaseDirectory, "Ledger", "Fixtures", "checkpoint.golden.txt");
        var actual = signer.Key + "\n" + signer.Sign(new Checkpoint(signer.Origin, 1, range.Root()));
        Assert.Equal(File.ReadAllText(golden), actual);
    }
}
