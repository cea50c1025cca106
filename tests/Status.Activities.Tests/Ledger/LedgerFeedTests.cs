using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Ledger.Sequencing;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence;

namespace Status.Activities.Tests.Ledger;

/// <summary>The sequencer on the real feed in PostgreSQL: entries, cursor, announcements and resumptions are one commit.</summary>
public sealed class LedgerFeedTests : IAsyncLifetime
{
    private LedgerHarness _ledger = null!;
    private ServiceProvider _services = null!;
    private IFeed _feed = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        _services = new ServiceCollection().AddSingleton(_ledger.DataSource).AddPostgresWorkflowStores().BuildServiceProvider();
        _feed = _services.GetRequiredService<IFeed>();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task Advance_BatchesOfTheFeed_PostEveryKeyOnceAndAnnounceEachWithItsCause()
    {
        for (var i = 0; i < 7; i++)
            await _feed.AppendAsync([.. Enumerable.Range(0, 100).Select(k => Enlist($"key-{i * 90 + k}")), new FactDraft("audit.login", new DataObject { ["n"] = (double)i }, "audit-" + i)], CancellationToken.None);

        await FollowAsync(_ledger.Sequencer, "host-a");

        var report = await _ledger.VerifyAsync();
        Assert.True(report.IsSound, string.Join("\n", report.Problems));
        Assert.Equal(640 + 7, report.Entries);
        var facts = await _feed.ReadAsync(0, 5000, CancellationToken.None);
        var posted = facts.Where(f => f.Type == "ledger.posted").ToArray();
        Assert.Equal(Enumerable.Range(0, 647).Select(i => (double)i), posted.Select(f => Convert.ToDouble(f.Body["index"])));
        var byPosition = facts.ToDictionary(f => f.Position);
        Assert.All(posted, f => Assert.Equal(byPosition[f.Cause].Body["key"] ?? f.Body["key"], f.Body["key"]));
        Assert.All(posted, f => Assert.Equal(1, f.Depth));
    }

    [Fact]
    public async Task Advance_ByAHostThatLostTheCursor_StoresNothingAndDoesNotThrow()
    {
        await _feed.AppendAsync([Enlist("a"), Enlist("b")], CancellationToken.None);
        var facts = await _feed.ReadAsync(0, 10, CancellationToken.None);
        Assert.Equal(0, await _feed.AcquireCursorAsync(LedgerSequencer.CursorName, "host-a", CancellationToken.None));
        var late = _ledger.NewSequencer();
        var lateEffect = await late.DigestAsync(facts, CancellationToken.None);
        await FollowAsync(_ledger.Sequencer, "host-a");

        Assert.False(await _feed.AdvanceAsync(new FollowerCommit(LedgerSequencer.CursorName, "host-b", 0, 2, lateEffect, []), CancellationToken.None));
        // The same batch by the same host from the same place: the cursor has moved.
        Assert.False(await _feed.AdvanceAsync(new FollowerCommit(LedgerSequencer.CursorName, "host-a", 0, 2, lateEffect, []), CancellationToken.None));
        Assert.Equal(1, (await _ledger.VerifyAsync()).Checkpoints);
    }

    [Fact]
    public async Task Advance_OnAnOldHead_RollsTheCursorBack()
    {
        await _feed.AppendAsync([Enlist("a"), Enlist("b")], CancellationToken.None);
        var facts = await _feed.ReadAsync(0, 10, CancellationToken.None);
        await _feed.AcquireCursorAsync(LedgerSequencer.CursorName, "host-a", CancellationToken.None);
        var stale = await _ledger.Sequencer.DigestAsync(facts, CancellationToken.None);
        Assert.NotNull(await _ledger.DigestAsync(_ledger.NewSequencer(), _ledger.Enlist("elsewhere")));

        Assert.False(await _feed.AdvanceAsync(new FollowerCommit(LedgerSequencer.CursorName, "host-a", 0, 2, stale, []), CancellationToken.None));
        Assert.Equal(0, await _feed.AcquireCursorAsync(LedgerSequencer.CursorName, "host-a", CancellationToken.None));
        await FollowAsync(_ledger.Sequencer, "host-a");
        var report = await _ledger.VerifyAsync();
        Assert.True(report.IsSound, string.Join("\n", report.Problems));
        Assert.Equal(3, report.Entries);
    }

    private static FactDraft Enlist(string key) => new(
        "ledger.entry-enlisted", new DataObject { ["key"] = key, ["kind"] = "test", ["body"] = "{}" }, "idempotency-" + key);

    /// <summary>The follower loop without its waiting: read, digest, advance, until the feed is at its end.</summary>
    private async Task FollowAsync(LedgerSequencer sequencer, string host)
    {
        var at = (await _feed.AcquireCursorAsync(sequencer.Name, host, CancellationToken.None))!.Value;
        while (await _feed.ReadAsync(at, 64, CancellationToken.None) is { Count: > 0 } facts)
        {
            var wanted = facts.Where(f => f.Type == "ledger.entry-enlisted" || f.Type.StartsWith("audit.", StringComparison.Ordinal)).ToArray();
            var effect = await sequencer.DigestAsync(wanted, CancellationToken.None);
            Assert.True(await _feed.AdvanceAsync(new FollowerCommit(sequencer.Name, host, at, facts[^1].Position, effect, []), CancellationToken.None));
            sequencer.OnCommitted(effect);
            at = facts[^1].Position;
        }
    }
}
