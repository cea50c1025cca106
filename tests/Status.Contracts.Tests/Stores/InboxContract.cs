using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of accepted work promises.</summary>
public abstract class InboxContract : StoreContract
{
    [Fact]
    public async Task Enqueue_SameIdTwice_IsAcceptedOnceAlsoAfterItWasConsumed()
    {
        var item = Start(NewId("i"), NewId());
        Assert.Equal(1, await Host.Inbox.EnqueueAsync([item], default));
        Assert.Equal(0, await Host.Inbox.EnqueueAsync([item], default));

        var claimed = await ClaimAsync(Host, item.InstanceId!);
        await CommittedAsync(Commit(item.InstanceId!) with { InboxConsumed = [claimed.Items[0].Id] });

        Assert.Equal(0, await Host.Inbox.EnqueueAsync([item], default));
        Assert.Null(await TryClaimAsync(Host, item.InstanceId!));
    }

    [Fact]
    public async Task Claim_ReadsBackWhatWasAccepted()
    {
        var run = NewId();
        var item = new InboxItem
        {
            Id = NewId("i"),
            Kind = InboxItemKind.Start,
            InstanceId = run,
            DefinitionId = "d",
            DefinitionVersionId = "v",
            TriggerActivityId = "t",
            CorrelationId = "c",
            ParentInstanceId = "p",
            ReplyTo = new ParentReply("H", AtRest: true),
            Payload = new DataObject { ["a"] = "ü" },
            Cause = 9,
            Depth = 4,
        };
        await Host.Inbox.EnqueueAsync([item], default);

        var read = (await ClaimAsync(Host, run)).Items[0];

        Assert.Equal("ü", read.Payload["a"]);
        Assert.Equal(item with { Payload = read.Payload, NotBefore = read.NotBefore }, read);
    }

    [Fact]
    public async Task Claim_StartWithoutRun_NamesTheSameRunEveryTime()
    {
        var id = NewId("i");
        await Host.Inbox.EnqueueAsync([Start(id)], default);
        Assert.Equal(id, (await ClaimAsync(Host, IdGenerator.Derive("run", id))).Items[0].Id);
    }

    [Fact]
    public async Task Claim_RunThatAnotherHostWorksOn_IsLeftAlone()
    {
        var run = NewId();
        await Host.Inbox.EnqueueAsync([Start(run + "1", run), Start(run + "2", run)], default);
        var first = await ClaimAsync(Host, run);
        await Host.Inbox.EnqueueAsync([Start(run + "3", run)], default);

        Assert.Equal([run + "1", run + "2"], first.Items.Select(i => i.Id));
        Assert.Null(await TryClaimAsync(Other, run));

        await CommittedAsync(Commit(run) with { InboxConsumed = [run + "1", run + "2"] });
        Assert.Equal([run + "3"], (await ClaimAsync(Other, run)).Items.Select(i => i.Id));
    }

    [Fact]
    public async Task Claim_ManyHostsAtOnce_EachItemGoesToOne()
    {
        var runs = Enumerable.Range(0, 40).Select(_ => NewId()).ToArray();
        await Host.Inbox.EnqueueAsync([.. runs.SelectMany(run => new[] { Start(run + "a", run), Start(run + "b", run) })], default);

        var claims = new List<(string Run, string Item)>();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var host = i % 2 == 0 ? Host : Other;
            for (var round = 0; round < 20; round++)
                foreach (var claimed in await host.Inbox.ClaimAsync(host.Name, 5, default))
                    lock (gate) claims.AddRange(claimed.Items.Select(item => (claimed.InstanceId.Value, item.Id)));
        }));

        var ours = claims.Where(c => runs.Contains(c.Run)).ToList();
        Assert.Equal(80, ours.Count);
        Assert.Equal(80, ours.Select(c => c.Item).Distinct().Count());
    }

    [Fact]
    public async Task Commit_ConsumesWhatIsNotOurs_IsStaleAndLeavesNothing()
    {
        var run = NewId();
        await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default);
        await ClaimAsync(Other, run);
        var head = await Host.Feed.GetHeadAsync(default);

        var outcome = await Host.Runs.CommitAsync(Commit(run) with { InboxConsumed = [run + "1"], Facts = [Fact("no")] }, default);

        Assert.Equal(CommitStatus.Stale, outcome.Status);
        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(run), default));
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));
    }

    [Fact]
    public async Task Release_WithATimeOrAReason_IsClaimedLaterOrNever()
    {
        var run = NewId();
        await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default);
        await ClaimAsync(Host, run);
        await Host.Inbox.ReleaseAsync(Host.Name, [run + "1"], Host.Time.GetUtcNow().AddMinutes(1), null, default);
        Assert.Null(await TryClaimAsync(Other, run));

        Host.Time.Advance(TimeSpan.FromMinutes(2));
        await ClaimAsync(Other, run);
        await Other.Inbox.ReleaseAsync(Other.Name, [run + "1"], null, "can never succeed", default);

        Assert.Null(await TryClaimAsync(Host, run));
        Assert.True((await Host.Inbox.GetDepthAsync(default)).Parked >= 1);
    }

    [Fact]
    public async Task Claim_NotBefore_WaitsForItsTime()
    {
        var run = NewId();
        await Host.Inbox.EnqueueAsync([Start(run + "1", run) with { NotBefore = Host.Time.GetUtcNow().AddSeconds(10) }], default);
        Assert.Null(await TryClaimAsync(Host, run));
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        await ClaimAsync(Host, run);
    }

    [Fact]
    public async Task Stimulus_BeforeItsBookmark_WaitsForIt()
    {
        var (run, hash) = (NewId(), NewId("H"));
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s", hash)], default);
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b", hash)] });

        var item = (await ClaimAsync(Host, run)).Items[0];
        Assert.Equal((hash + "s", hash + "b", run), (item.Id, item.BookmarkId, item.InstanceId));
    }

    [Fact]
    public async Task Stimulus_AfterItsBookmark_FindsItAndTheNextOneWaitsForTheNextBookmark()
    {
        var (run, hash) = (NewId(), NewId("H"));
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b1", hash)] });
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s1", hash), Stimulus(hash + "s2", hash)], default);

        Assert.Equal([hash + "s1"], (await ClaimAsync(Host, run)).Items.Select(i => i.Id));
        await CommittedAsync(Commit(run, 1) with { InboxConsumed = [hash + "s1"], BookmarksBurned = [hash + "b1"], BookmarksCreated = [Bookmark(run, hash + "b2", hash)] });

        var second = (await ClaimAsync(Host, run)).Items[0];
        Assert.Equal((hash + "s2", hash + "b2"), (second.Id, second.BookmarkId));
    }

    [Fact]
    public async Task Stimulus_ForOneRunBeforeItsBookmark_WaitsForThatRunAndFindsNoOther()
    {
        var (run, other, hash) = (NewId(), NewId(), NewId("H"));
        await CommittedAsync(Commit(other) with { BookmarksCreated = [Bookmark(other, hash + "b1", hash)] });
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s", hash) with { ParentInstanceId = run }], default);
        Assert.Null(await TryClaimAsync(Host, other));

        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b2", hash)] });

        var item = (await ClaimAsync(Host, run)).Items[0];
        Assert.Equal((hash + "s", hash + "b2", run), (item.Id, item.BookmarkId, item.InstanceId));
        Assert.Null(await TryClaimAsync(Host, other));
    }

    [Fact]
    public async Task Bookmark_OfARunThatFaulted_StaysButTakesNoStimulusThatIsForWhoeverWaits()
    {
        var (run, other, hash) = (NewId(), NewId(), NewId("H"));
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b1", hash)], TimersCreated = [new BookmarkTimer(hash + "b1", Host.Time.GetUtcNow().AddHours(1))] });
        await CommittedAsync(Commit(run, 1, InstanceSubStatus.Faulted));
        Assert.Equal([hash + "b1"], (await Host.Runs.LoadBookmarksAsync(new InstanceId(run), default)).Select(b => b.Id));
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s1", hash)], default);
        Assert.Null(await TryClaimAsync(Host, run));

        await CommittedAsync(Commit(other) with { BookmarksCreated = [Bookmark(other, hash + "b2", hash)] });
        Assert.Equal(hash + "s1", (await ClaimAsync(Host, other)).Items[0].Id);

        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s2", hash)], default);
        await CommittedAsync(Commit(other, 1, InstanceSubStatus.Finished) with { InboxConsumed = [hash + "s1"], BookmarksBurned = [hash + "b2"] });
        await CommittedAsync(Commit(run, 2) with { BookmarksCreated = [Bookmark(run, hash + "b1", hash)] });
        Assert.Equal((hash + "s2", hash + "b1"), ((await ClaimAsync(Host, run)).Items[0].Id, (await Host.Runs.LoadBookmarksAsync(new InstanceId(run), default))[0].Id));
    }

    [Fact]
    public async Task Bookmark_OfARunThatFaulted_GoesWithTheRun()
    {
        var (run, hash) = (NewId(), NewId("H"));
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b", hash)] });
        await CommittedAsync(Commit(run, 1, InstanceSubStatus.Faulted));

        await Host.Services.GetRequiredService<Status.Workflows.Operations.IRunCatalog>().DeleteAsync([run], null, default);

        Assert.Empty(await Host.Runs.FindBookmarksAsync(hash, null, 10, default));
    }

    [Fact]
    public async Task Stimulus_WithAnotherCorrelation_DoesNotMatch()
    {
        var (run, hash) = (NewId(), NewId("H"));
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, hash + "b", hash, "blue")] });
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s1", hash, "red")], default);
        Assert.Null(await TryClaimAsync(Host, run));
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "s2", hash, "blue")], default);
        Assert.Equal(hash + "s2", (await ClaimAsync(Host, run)).Items[0].Id);
    }

    [Fact]
    public async Task Recover_HostThatDied_ItsClaimsAndBurstsAreTakenOver()
    {
        var (claimed, burst) = (NewId(), NewId());
        await Host.Inbox.EnqueueAsync([Start(claimed + "1", claimed)], default);
        await ClaimAsync(Host, claimed);
        await CommittedAsync(Commit(burst, subStatus: InstanceSubStatus.Executing));
        await Other.Leases.BeatAsync(Other.Name, TimeSpan.FromHours(1), default);
        Assert.Null(await TryClaimAsync(Other, burst));

        await Host.Leases.BeatAsync(Host.Name, TimeSpan.Zero, default);
        Assert.True(await Other.Leases.RecoverAsync(default) >= 2);

        var runs = await Other.Inbox.ClaimAsync(Other.Name, 1000, default);
        Assert.Equal(InboxItemKind.Start, runs.Single(r => r.InstanceId.Value == claimed).Items[0].Kind);
        Assert.Equal(InboxItemKind.Continue, runs.Single(r => r.InstanceId.Value == burst).Items[0].Kind);
        Assert.Equal(CommitStatus.Stale, (await Host.Runs.CommitAsync(Commit(claimed) with { InboxConsumed = [claimed + "1"] }, default)).Status);
        await Host.Leases.BeatAsync(Host.Name, TimeSpan.FromHours(1), default);
    }

    [Fact]
    public async Task Abandon_RunInTheMiddleOfABurst_IsGoneOnWith()
    {
        var run = NewId();
        await CommittedAsync(Commit(run, subStatus: InstanceSubStatus.Executing));
        Assert.Null(await TryClaimAsync(Other, run));
        await Host.Inbox.AbandonAsync(Host.Name, new InstanceId(run), default);
        Assert.Equal(InboxItemKind.Continue, (await ClaimAsync(Other, run)).Items[0].Kind);
    }

    [Fact]
    public async Task Complete_ClaimedItem_IsNeverClaimedAgain()
    {
        var run = NewId();
        await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default);
        await ClaimAsync(Host, run);
        await Host.Inbox.CompleteAsync(Host.Name, [run + "1"], default);
        Assert.Null(await TryClaimAsync(Host, run));
        Assert.Equal(0, await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default));
        Host.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await Host.Inbox.TrimAsync(Host.Time.GetUtcNow(), default) >= 1);
        Assert.Equal(1, await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default));
    }

    [Fact]
    public async Task Commit_CancelledParent_AcceptsTheCancellationOfItsChildren()
    {
        var (parent, begun, accepted, ended) = (NewId(), NewId(), NewId(), NewId());
        await CommittedAsync(Commit(parent));
        await CommittedAsync(Child(begun, InstanceSubStatus.Suspended));
        await CommittedAsync(Child(ended, InstanceSubStatus.Finished));
        await Host.Inbox.EnqueueAsync([Start(NewId("i"), accepted) with { ParentInstanceId = parent }], default);

        await CommittedAsync(Commit(parent, 1, InstanceSubStatus.Cancelled) with { CancelsChildren = true });

        Assert.Equal(InboxItemKind.Cancel, Assert.Single((await ClaimAsync(Host, begun)).Items).Kind);
        Assert.Equal([InboxItemKind.Start, InboxItemKind.Cancel], (await ClaimAsync(Host, accepted)).Items.Select(i => i.Kind));
        Assert.Null(await TryClaimAsync(Host, ended));

        RunCommit Child(string id, InstanceSubStatus status)
        {
            var commit = Commit(id, subStatus: status);
            return commit with { Instance = commit.Instance with { ParentInstanceId = parent } };
        }
    }

    [Theory]
    [InlineData(ActivationStrategy.Singleton)]
    [InlineData(ActivationStrategy.Correlation)]
    [InlineData(ActivationStrategy.CorrelatedSingleton)]
    public async Task Commit_StartsThatExcludeEachOther_OneCountsOverAllHosts(ActivationStrategy strategy)
    {
        var (definition, correlation) = (NewId("d"), NewId("c"));
        var commits = Enumerable.Range(0, 24).Select(_ => Activation(strategy, definition, correlation)).ToArray();

        var outcomes = await Task.WhenAll(commits.Select((commit, i) => Task.Run(() => (i % 2 == 0 ? Host : Other).Runs.CommitAsync(commit, default).AsTask())));

        Assert.Equal(1, outcomes.Count(o => o.Status == CommitStatus.Committed));
        Assert.Equal(23, outcomes.Count(o => o.Status == CommitStatus.NotActivated));
        var first = commits[Array.FindIndex(outcomes, o => o.Status == CommitStatus.Committed)];
        await CommittedAsync(first with { Activation = null, ExpectedRevision = 1, Instance = first.Instance with { Status = InstanceStatus.Finished, SubStatus = InstanceSubStatus.Finished } });
        await CommittedAsync(Activation(strategy, definition, correlation));
    }

    [Fact]
    public async Task Commit_StartsThatHaveNothingInCommon_AllCount()
    {
        var (definition, correlation) = (NewId("d"), NewId("c"));
        await CommittedAsync(Activation(ActivationStrategy.CorrelatedSingleton, definition, correlation));
        await CommittedAsync(Activation(ActivationStrategy.CorrelatedSingleton, definition, NewId("c")));
        await CommittedAsync(Activation(ActivationStrategy.CorrelatedSingleton, definition, null));
        await CommittedAsync(Activation(ActivationStrategy.Correlation, NewId("d"), null));
        await CommittedAsync(Activation(ActivationStrategy.Singleton, NewId("d"), correlation));
    }

    [Fact]
    public async Task Enqueue_WithANote_CommitsBothOrNeither()
    {
        var item = Start(NewId("i"), NewId());
        var before = await Host.Feed.GetHeadAsync(default);
        Assert.True(await Host.Inbox.EnqueueAsync(item, new Notes().Make("k" + item.Id), default));
        Assert.False(await Other.Inbox.EnqueueAsync(item, new Notes().Make("again" + item.Id), default));
        Assert.Equal(before + 1, await Host.Feed.GetHeadAsync(default));
        Assert.Equal(item.Id, (await ClaimAsync(Host, item.InstanceId!)).Items[0].Id);
    }

    [Fact]
    public async Task FindStart_UntilTheRunHasBegun_IsWhatWasAccepted()
    {
        var run = NewId();
        Assert.Null(await Host.Inbox.FindStartAsync(new InstanceId(run), default));
        await Host.Inbox.EnqueueAsync([Start(run + "1", run)], default);
        Assert.Equal(run + "1", (await Other.Inbox.FindStartAsync(new InstanceId(run), default))!.Value.Start.Id);
        await ClaimAsync(Host, run);
        await CommittedAsync(Commit(run) with { InboxConsumed = [run + "1"] });
        Assert.Null(await Host.Inbox.FindStartAsync(new InstanceId(run), default));
    }

    [Fact]
    public async Task Expire_StimulusThatNobodyWaitsFor_IsSetAsideAndTriedAgainOnDemand()
    {
        var (id, hash) = (NewId("i"), NewId("hash"));
        await Host.Inbox.EnqueueAsync([Stimulus(id, hash)], default);
        await Host.Inbox.ExpireAsync(Host.Time.GetUtcNow(), default);
        Assert.DoesNotContain(await ParkedAsync(), p => p.Item.Id == id);

        Host.Time.Advance(TimeSpan.FromDays(2));
        Assert.True(await Host.Inbox.ExpireAsync(Host.Time.GetUtcNow() - TimeSpan.FromDays(1), default) >= 1);
        var parked = Assert.Single(await ParkedAsync(), p => p.Item.Id == id);
        Assert.Contains("Nobody", parked.Reason, StringComparison.Ordinal);
        var run = NewId();
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, NewId("b"), hash)] });
        Assert.Null(await TryClaimAsync(Host, run));

        Assert.True(await Host.Inbox.UnparkAsync(id, new Notes().Make("u" + id), default));
        Assert.False(await Host.Inbox.UnparkAsync(id, new Notes().Make("u2" + id), default));
        Assert.Equal(id, (await ClaimAsync(Host, run)).Items[0].Id);

        async Task<IReadOnlyList<ParkedItem>> ParkedAsync() => (await Other.Inbox.ListParkedAsync(0, 1000, default)).Items;
    }

    [Fact]
    public async Task Trim_WhatWasSetAsideLongAgo_IsForgotten()
    {
        var id = NewId("i");
        await Host.Inbox.EnqueueAsync([Stimulus(id, NewId("hash"))], default);
        Host.Time.Advance(TimeSpan.FromDays(30));
        await Host.Inbox.ExpireAsync(Host.Time.GetUtcNow(), default);
        await Host.Inbox.TrimAsync(Host.Time.GetUtcNow() - TimeSpan.FromDays(14), default);
        Assert.DoesNotContain((await Host.Inbox.ListParkedAsync(0, 1000, default)).Items, p => p.Item.Id == id);
    }

    private static RunCommit Activation(ActivationStrategy strategy, string definition, string? correlation)
    {
        var commit = Commit(NewId(), subStatus: InstanceSubStatus.Executing);
        return commit with { Instance = commit.Instance with { DefinitionId = definition, CorrelationId = correlation }, Activation = new ActivationRule(strategy, definition, correlation) };
    }

    private static async Task<ClaimedRun> ClaimAsync(StoreHost host, string run) =>
        await TryClaimAsync(host, run) ?? throw new InvalidOperationException($"{run} could not be claimed by {host.Name}.");

    /// <summary>Claims until the run is there; what belongs to other tests of the class is given back.</summary>
    private static async Task<ClaimedRun?> TryClaimAsync(StoreHost host, string run)
    {
        var all = await host.Inbox.ClaimAsync(host.Name, 1000, default);
        var others = all.Where(r => r.InstanceId.Value != run).SelectMany(r => r.Items).Select(i => i.Id).ToArray();
        if (others.Length > 0) await host.Inbox.ReleaseAsync(host.Name, others, null, null, default);
        return all.SingleOrDefault(r => r.InstanceId.Value == run);
    }
}
