using System.Text;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of runs promises.</summary>
public abstract class RunStoreContract : IAsyncLifetime
{
    protected StoreHost Host { get; private set; } = null!;

    protected abstract ValueTask<StoreHost> CreateAsync();

    /// <summary>A write that the store refuses.</summary>
    protected abstract Write Refused(string key);

    /// <summary>A write that succeeds and says whether it changed anything.</summary>
    protected abstract Write Applying(string key, bool applied);

    public async Task InitializeAsync() => Host = await CreateAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Commit_LimitedDefinition_LetsNoMoreRunsGoOnThanItAllows()
    {
        var definition = NewId("limited");
        RunCommit Start(string id) => Commit(id) with
        {
            Instance = Instance(id) with { DefinitionId = definition },
            Activation = new ActivationRule(ActivationStrategy.Always, definition, null) { MostRunning = 3 },
        };

        var ids = Enumerable.Range(0, 16).Select(_ => NewId()).ToArray();
        var outcomes = await Task.WhenAll(ids.Select(id => Host.Runs.CommitAsync(Start(id), default).AsTask()));

        Assert.Equal(3, outcomes.Count(o => o.Status == CommitStatus.Committed));
        Assert.Equal(13, outcomes.Count(o => o.Status == CommitStatus.AtLimit));

        var running = ids[Array.FindIndex(outcomes, o => o.Status == CommitStatus.Committed)];
        await Host.Runs.CommitAsync(Commit(running, 1, InstanceSubStatus.Finished) with { Instance = Instance(running, InstanceSubStatus.Finished) with { DefinitionId = definition } }, default);
        Assert.Equal(CommitStatus.Committed, (await Host.Runs.CommitAsync(Start(NewId()), default)).Status);
        Assert.Equal(CommitStatus.AtLimit, (await Host.Runs.CommitAsync(Start(NewId()), default)).Status);
    }

    [Fact]
    public async Task Commit_NewRun_IsLoadedAsCommitted()
    {
        var id = NewId();
        var commit = Commit(id, state: """{"a":[1,2,{"b":"ü"}]}""");
        commit = commit with { Instance = commit.Instance with { Name = "n", CorrelationId = "c", ParentInstanceId = "p", IncidentCount = 2, Cause = 7, Depth = 3 } };

        var outcome = await Host.Runs.CommitAsync(commit, default);
        var loaded = await Host.Runs.LoadAsync(new InstanceId(id), default);

        Assert.Equal(new CommitOutcome(CommitStatus.Committed, 1), outcome);
        Assert.Equal("""{"a":[1,2,{"b":"ü"}]}""", Encoding.UTF8.GetString(loaded!.State.Span));
        Assert.Equal(commit.Instance with { Revision = 1, State = default }, loaded with { State = default });
    }

    [Fact]
    public async Task Commit_WrongRevision_IsStaleAndLeavesNothing()
    {
        var id = NewId();
        await CommittedAsync(Commit(id));
        await CommittedAsync(Commit(id, 1, state: """{"v":2}"""));
        var head = await Host.Feed.GetHeadAsync(default);

        var outcome = await Host.Runs.CommitAsync(
            Commit(id, 1, state: """{"v":3}""") with { Facts = [Fact("f")], BookmarksCreated = [Bookmark(id, "b-" + id, "H")], InboxAdded = [Start("s-" + id)] }, default);

        Assert.Equal(CommitStatus.Stale, outcome.Status);
        Assert.Equal("""{"v":2}""", Encoding.UTF8.GetString((await Host.Runs.LoadAsync(new InstanceId(id), default))!.State.Span));
        Assert.Empty(await Host.Runs.LoadBookmarksAsync(new InstanceId(id), default));
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));
        Assert.Equal(1, await Host.Inbox.EnqueueAsync([Start("s-" + id)], default));
    }

    [Fact]
    public async Task Commit_Repeated_IsCommittedOnce()
    {
        var commit = Commit(NewId()) with { Facts = [Fact("once")] };
        await CommittedAsync(commit);
        var head = await Host.Feed.GetHeadAsync(default);

        var again = await Host.Runs.CommitAsync(commit, default);

        Assert.Equal(CommitStatus.Committed, again.Status);
        Assert.Equal(1, again.Revision);
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));
    }

    [Fact]
    public async Task Commit_NewRunsBesideARepetition_AllCountOnce()
    {
        var repeated = Commit(NewId()) with { Facts = [Fact("repeated")] };
        await CommittedAsync(repeated);
        var head = await Host.Feed.GetHeadAsync(default);
        var fresh = Enumerable.Range(0, 20).Select(i => Commit(NewId()) with { Facts = [Fact($"fresh{i:d2}")] }).ToArray();

        var outcomes = await Task.WhenAll(fresh.Append(repeated).Select(c => Host.Runs.CommitAsync(c, default).AsTask()));

        Assert.All(outcomes, o => Assert.Equal(new CommitOutcome(CommitStatus.Committed, 1), o));
        Assert.Equal(fresh.Select(c => c.Facts[0].Key), (await Host.Feed.ReadAsync(head, 100, default)).Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commit_RefusedWrite_NamesItAndLeavesNothing()
    {
        var id = NewId();
        var head = await Host.Feed.GetHeadAsync(default);

        var outcome = await Host.Runs.CommitAsync(Commit(id) with { Writes = [Applying("fine", true), Refused("bad")], Facts = [Fact("f")] }, default);

        Assert.Equal(CommitStatus.Refused, outcome.Status);
        Assert.Equal("bad", outcome.WriteKey);
        Assert.NotEmpty(outcome.Reason!);
        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(id), default));
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));
    }

    [Fact]
    public async Task Commit_ManyAtOnceWithSomeRefused_CommitsTheOthers()
    {
        var commits = Enumerable.Range(0, 60).Select(i => Commit(NewId()) with
        {
            Writes = i % 7 == 3 ? [Refused($"bad{i}")] : [Applying($"ok{i}", true)],
            Facts = [Fact($"many{i}")],
        }).ToArray();
        var head = await Host.Feed.GetHeadAsync(default);

        var outcomes = await Task.WhenAll(commits.Select(c => Host.Runs.CommitAsync(c, default).AsTask()));

        for (var i = 0; i < commits.Length; i++)
        {
            Assert.Equal(i % 7 == 3 ? CommitStatus.Refused : CommitStatus.Committed, outcomes[i].Status);
            Assert.Equal(i % 7 == 3 ? $"bad{i}" : null, outcomes[i].WriteKey);
        }

        var keys = (await Host.Feed.ReadAsync(head, 1000, default)).Select(f => f.Key).ToHashSet();
        Assert.Equal(Enumerable.Range(0, 60).Where(i => i % 7 != 3).Select(i => $"many{i}").ToHashSet(), keys);
    }

    [Fact]
    public async Task Commit_FactsIfApplied_FollowTheFactsOfTheRunOnlyWhenTheWriteApplied()
    {
        var id = NewId();
        var head = await Host.Feed.GetHeadAsync(default);
        var commit = Commit(id);
        commit = commit with
        {
            Instance = commit.Instance with { Cause = 5, Depth = 2 },
            Writes = [Applying("yes", true) with { FactsIfApplied = [Fact("yes-fact")] }, Applying("no", false) with { FactsIfApplied = [Fact("no-fact")] }],
            Facts = [Fact("plain")],
        };

        await CommittedAsync(commit);

        var facts = await Host.Feed.ReadAsync(head, 10, default);
        Assert.Equal(["plain", "yes-fact"], facts.Select(f => f.Key));
        Assert.Equal([head + 1, head + 2], facts.Select(f => f.Position));
        Assert.All(facts, f => Assert.Equal((5L, 2, id), (f.Cause, f.Depth, f.InstanceId)));
    }

    [Fact]
    public async Task Commit_BatchWithoutFacts_DoesNotMoveTheHead()
    {
        var head = await Host.Feed.GetHeadAsync(default);
        await CommittedAsync(Commit(NewId()));
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));
    }

    [Fact]
    public async Task Commit_ModeOffThatEnded_LeavesOnlyFactsAndWork()
    {
        var id = NewId();
        var head = await Host.Feed.GetHeadAsync(default);
        var commit = Commit(id, subStatus: InstanceSubStatus.Finished) with
        {
            Mode = PersistenceMode.Off,
            Facts = [Fact("off")],
            InboxAdded = [Start("child-" + id)],
        };

        await CommittedAsync(commit);
        await CommittedAsync(commit);

        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(id), default));
        Assert.Equal(["off"], (await Host.Feed.ReadAsync(head, 10, default)).Select(f => f.Key));
        Assert.Equal(0, await Host.Inbox.EnqueueAsync([Start("child-" + id)], default));
    }

    [Fact]
    public async Task Commit_BookmarksBurnedAndCreated_AreFoundByHashAndCorrelation()
    {
        var id = NewId();
        var hash = NewId("H");
        await CommittedAsync(Commit(id) with { BookmarksCreated = [Bookmark(id, id + "1", hash), Bookmark(id, id + "2", hash, "blue")] });

        Assert.Equal([id + "1", id + "2"], Ids(await Host.Runs.FindBookmarksAsync(hash, null, 10, default)));
        Assert.Equal([id + "1"], Ids(await Host.Runs.FindBookmarksAsync(hash, "red", 10, default)));
        Assert.Equal([id + "1", id + "2"], Ids(await Host.Runs.FindBookmarksAsync(hash, "blue", 10, default)));

        await CommittedAsync(Commit(id, 1) with { BookmarksBurned = [id + "1"], BookmarksCreated = [Bookmark(id, id + "3", hash)] });

        Assert.Equal([id + "2", id + "3"], Ids(await Host.Runs.LoadBookmarksAsync(new InstanceId(id), default)));
        Assert.Equal("x", (await Host.Runs.LoadBookmarksAsync(new InstanceId(id), default))[0].Payload["name"]);

        await CommittedAsync(Commit(id, 2, InstanceSubStatus.Cancelled));
        Assert.Empty(await Host.Runs.LoadBookmarksAsync(new InstanceId(id), default));
    }

    [Fact]
    public async Task Commit_ReplyAndJournal_AreReadBack()
    {
        var id = NewId();
        var replied = new List<string>();
        var reply = new HttpReply(201, "text/plain", [new("X-A", "1"), new("X-A", "2")], Encoding.UTF8.GetBytes("hello"));
        await CommittedAsync(Commit(id) with { Mode = PersistenceMode.Journalled, Reply = reply, Journal = [new JournalPage(0, 2, "[1,2]"u8.ToArray())] });
        await CommittedAsync(Commit(id, 1) with { Mode = PersistenceMode.Journalled, Journal = [new JournalPage(2, 1, "[3]"u8.ToArray())] });

        var read = await Host.Runs.LoadReplyAsync(new InstanceId(id), default);
        Assert.Equal((201, "text/plain", "hello"), (read!.StatusCode, read.ContentType, Encoding.UTF8.GetString(read.Body.Span)));
        Assert.Equal(reply.Headers, read.Headers);
        Assert.Null(await Host.Runs.LoadReplyAsync(new InstanceId("nobody"), default));
        Assert.Equal([0L, 2L], (await Host.Runs.LoadJournalAsync(new InstanceId(id), 0, 10, default)).Select(p => p.FirstSequence));
        Assert.Equal([2L], (await Host.Runs.LoadJournalAsync(new InstanceId(id), 2, 10, default)).Select(p => p.FirstSequence));
    }

    [Fact]
    public async Task Commit_TwoOfOneRunAtOnce_OneIsStale()
    {
        var id = NewId();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            Host.Runs.CommitAsync(Commit(id, state: $$"""{"i":{{i}}}"""), default).AsTask()));
        Assert.Single(outcomes, o => o.Status == CommitStatus.Committed);
        Assert.Equal(3, outcomes.Count(o => o.Status == CommitStatus.Stale));
    }

    [Fact]
    public async Task Commit_LongJournal_IsReadInParts()
    {
        var id = NewId();
        JournalPage Page(int first, int count) => new(first, count, Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(first, count))}]"));
        await CommittedAsync(Commit(id) with
        {
            Mode = PersistenceMode.Journalled,
            Journal = [Page(0, JournalPage.MaxRecords), Page(JournalPage.MaxRecords, JournalPage.MaxRecords), Page(2 * JournalPage.MaxRecords, 5)],
        });

        var pages = await Host.Runs.LoadJournalAsync(new InstanceId(id), JournalPage.MaxRecords + 1, 10, default);
        Assert.Equal([(JournalPage.MaxRecords, JournalPage.MaxRecords), (2 * JournalPage.MaxRecords, 5)], pages.Select(p => ((int)p.FirstSequence, p.Count)));
        Assert.Equal(Page(JournalPage.MaxRecords, JournalPage.MaxRecords).Records.ToArray(), pages[0].Records.ToArray());
        Assert.Equal("[2000,2001,2002,2003,2004]", Encoding.UTF8.GetString(pages[1].Records.Span));
        Assert.Equal((2 * JournalPage.MaxRecords) + 5, await Host.Runs.CountJournalAsync(new InstanceId(id), default));
    }

    protected async Task CommittedAsync(RunCommit commit)
    {
        var outcome = await Host.Runs.CommitAsync(commit, default);
        Assert.True(outcome.Status == CommitStatus.Committed, outcome.ToString());
    }

    private static IEnumerable<string> Ids(IReadOnlyList<Bookmark> bookmarks) => bookmarks.Select(b => b.Id);
}
