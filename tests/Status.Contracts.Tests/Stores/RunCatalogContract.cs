using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Workflows.Composition;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Operations;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store promises whoever lists and removes runs.</summary>
public abstract class RunCatalogContract : StoreContract
{
    private readonly string _definition = NewId("definition");

    private IRunCatalog Catalog => Host.Services.GetRequiredService<IRunCatalog>();

    [Fact]
    public async Task List_ByEachCondition_HoldsWhatMatches()
    {
        var waiting = await RunAsync(InstanceSubStatus.Suspended, r => r with { CorrelationId = "c_1", Name = "Night 100%" });
        var faulted = await RunAsync(InstanceSubStatus.Faulted, r => r with { IncidentCount = 2, Version = 3, FinishedAt = DateTimeOffset.UnixEpoch.AddHours(1) });
        var system = await RunAsync(InstanceSubStatus.Finished, r => r with { IsSystem = true, DefinitionVersionId = "other", FinishedAt = DateTimeOffset.UnixEpoch });

        await AssertAsync([waiting], f => f with { Statuses = [InstanceStatus.Running] });
        await AssertAsync([waiting, faulted, system], f => f with { Statuses = [InstanceStatus.Running, InstanceStatus.Finished] });
        await AssertAsync([faulted], f => f with { SubStatuses = [InstanceSubStatus.Faulted] });
        await AssertAsync([faulted], f => f with { HasIncidents = true });
        await AssertAsync([waiting, system], f => f with { HasIncidents = false });
        await AssertAsync([faulted], f => f with { Version = 3 });
        await AssertAsync([waiting], f => f with { CorrelationId = "c_1" });
        await AssertAsync([], f => f with { CorrelationId = "c?1" });
        await AssertAsync([system], f => f with { IsSystem = true });
        await AssertAsync([waiting, faulted], f => f with { IsSystem = false });
        await AssertAsync([system], f => f with { DefinitionVersionIds = ["other"] });
        await AssertAsync([faulted], f => f with { Ids = [faulted, "nobody"] });
        await AssertAsync([waiting], f => f with { Search = "NIGHT" });
        await AssertAsync([waiting], f => f with { Search = "100%" });
        await AssertAsync([], f => f with { Search = "1%0" });
        await AssertAsync([waiting], f => f with { Search = "c_1" });
    }

    [Fact]
    public async Task List_ByTimes_ComparesInstants()
    {
        var open = await RunAsync(InstanceSubStatus.Suspended);
        var ended = await RunAsync(InstanceSubStatus.Finished, r => r with { FinishedAt = DateTimeOffset.UnixEpoch.AddHours(1), CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(1) });

        await AssertAsync([ended], f => f with { Times = [new(RunTime.Created, RunTimeComparison.GreaterThan, DateTimeOffset.UnixEpoch)] });
        await AssertAsync([open, ended], f => f with { Times = [new(RunTime.Created, RunTimeComparison.GreaterThanOrEqual, DateTimeOffset.UnixEpoch)] });
        await AssertAsync([ended], f => f with { Times = [new(RunTime.Finished, RunTimeComparison.Is, DateTimeOffset.UnixEpoch.AddHours(1))] });
        await AssertAsync([open], f => f with { Times = [new(RunTime.Finished, RunTimeComparison.IsNot, DateTimeOffset.UnixEpoch.AddHours(1))] });
        await AssertAsync([ended], f => f with { Times = [new(RunTime.Finished, RunTimeComparison.LessThan, DateTimeOffset.UnixEpoch.AddHours(2))] });
        await AssertAsync([], f => f with { Times = [new(RunTime.Updated, RunTimeComparison.LessThan, DateTimeOffset.UnixEpoch), new(RunTime.Created, RunTimeComparison.LessThanOrEqual, DateTimeOffset.UnixEpoch)] });
    }

    [Theory]
    [InlineData(RunOrder.Created, false, "a b c")]
    [InlineData(RunOrder.Created, true, "c b a")]
    [InlineData(RunOrder.Name, false, "c a b")]
    [InlineData(RunOrder.Name, true, "b a c")]
    [InlineData(RunOrder.Finished, false, "b a c")]
    [InlineData(RunOrder.Finished, true, "c a b")]
    public async Task List_InEachOrder_IsPagedInIt(RunOrder order, bool descending, string expected)
    {
        var names = new Dictionary<string, string>
        {
            [await RunAsync(InstanceSubStatus.Finished, r => r with { Name = "beta", CreatedAt = DateTimeOffset.UnixEpoch, FinishedAt = DateTimeOffset.UnixEpoch.AddHours(2) })] = "a",
            [await RunAsync(InstanceSubStatus.Finished, r => r with { CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(1), FinishedAt = DateTimeOffset.UnixEpoch.AddHours(1) })] = "b",
            [await RunAsync(InstanceSubStatus.Suspended, r => r with { Name = "alpha", CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(2) })] = "c",
        };
        var filter = new RunFilter { DefinitionIds = [_definition], Order = order, Descending = descending };
        var pages = new List<string>();
        for (var skip = 0; skip < 3; skip++)
        {
            var (items, total) = await Catalog.ListAsync(filter with { Skip = skip, Take = 1 }, default);
            Assert.Equal(3, total);
            pages.Add(names[Assert.Single(items).Id.Value]);
        }

        Assert.Equal(expected, string.Join(' ', pages));
    }

    [Fact]
    public async Task Delete_Runs_TakesOnlyThoseThatEndedWithTheirJournals()
    {
        var open = await RunAsync(InstanceSubStatus.Suspended);
        var ended = await RunAsync(InstanceSubStatus.Finished);

        Assert.Equal([ended], await Catalog.DeleteAsync([open, ended, "nobody"], null, default));

        Assert.NotNull(await Host.Runs.LoadAsync(new InstanceId(open), default));
        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(ended), default));
        Assert.NotEmpty(await Host.Runs.LoadJournalAsync(new InstanceId(open), 0, 10, default));
        Assert.Empty(await Host.Runs.LoadJournalAsync(new InstanceId(ended), 0, 10, default));
        Assert.Empty(await Catalog.DeleteAsync([ended], null, default));
    }

    [Fact]
    public async Task Delete_WithNotes_CommitsOneForEachRunThatIsGone()
    {
        var (open, ended) = (await RunAsync(InstanceSubStatus.Suspended), await RunAsync(InstanceSubStatus.Finished));
        var notes = new Notes();
        Assert.Equal([ended], await Catalog.DeleteAsync([open, ended], notes.Make, default));
        Assert.Equal([ended], notes.Written.Select(n => n.Key));

        var kept = await RunAsync(InstanceSubStatus.Finished);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Catalog.DeleteAsync([kept], Notes.Refusing, default));
        Assert.NotNull(await Host.Runs.LoadAsync(new InstanceId(kept), default));
    }

    [Fact]
    public async Task Trim_RunsThatEndedLongAgo_TakesJournalsOrEverything()
    {
        var at = DateTimeOffset.UnixEpoch.AddYears(-40);
        Task<string> OldAsync(int year, InstanceSubStatus status) =>
            RunAsync(status, r => r with { CreatedAt = at.AddYears(year), FinishedAt = status == InstanceSubStatus.Finished ? at.AddYears(year) : null });
        var (first, second, open) = (await OldAsync(0, InstanceSubStatus.Finished), await OldAsync(1, InstanceSubStatus.Finished), await OldAsync(0, InstanceSubStatus.Suspended));

        Assert.Equal(1, await Catalog.TrimAsync(at.AddMonths(6), journalsOnly: true, 10, default));
        Assert.Equal(0, await Catalog.TrimAsync(at.AddMonths(6), journalsOnly: true, 10, default));
        Assert.Empty(await Host.Runs.LoadJournalAsync(new InstanceId(first), 0, 10, default));
        Assert.NotNull(await Host.Runs.LoadAsync(new InstanceId(first), default));
        Assert.NotEmpty(await Host.Runs.LoadJournalAsync(new InstanceId(second), 0, 10, default));

        Assert.Equal(1, await Catalog.TrimAsync(at.AddYears(2), journalsOnly: false, 1, default));
        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(first), default));
        Assert.Equal(1, await Catalog.TrimAsync(at.AddYears(2), journalsOnly: false, 10, default));
        Assert.NotNull(await Host.Runs.LoadAsync(new InstanceId(open), default));
        Assert.Empty(await Host.Runs.LoadJournalAsync(new InstanceId(second), 0, 10, default));
    }

    [Fact]
    public async Task List_WithPending_ShowsAcceptedRunsThatNobodyHasBegun()
    {
        await Host.Definitions.SaveAsync(
            new StoredDefinition
            {
                Id = _definition + "-1",
                DefinitionId = _definition,
                Name = _definition,
                Version = 4,
                IsLatest = true,
                IsPublished = true,
                CreatedAt = DateTimeOffset.UnixEpoch,
                Author = "a",
                Digest = "00",
                Json = """{"root":{}}""",
            },
            [], [], default);
        var begun = await RunAsync(InstanceSubStatus.Suspended);
        string[] accepted = [NewId("a"), NewId("b"), NewId("c")];
        foreach (var id in accepted) await Host.Inbox.EnqueueAsync([Start("start-" + id, id) with { DefinitionId = _definition, CorrelationId = id }], default);

        var (first, total) = await Catalog.ListAsync(new RunFilter { DefinitionIds = [_definition], WithPending = true, Take = 2 }, default);
        var (second, _) = await Catalog.ListAsync(new RunFilter { DefinitionIds = [_definition], WithPending = true, Skip = 2, Take = 5 }, default);
        Assert.Equal(4, total);
        Assert.Equal([accepted[2], accepted[1], accepted[0], begun], first.Concat(second).Select(r => r.Id.Value));
        Assert.Equal((InstanceStatus.Running, InstanceSubStatus.Pending, 4, _definition + "-1"), (first[0].Status, first[0].SubStatus, first[0].Version, first[0].DefinitionVersionId));
        var (ascending, _) = await Catalog.ListAsync(new RunFilter { DefinitionIds = [_definition], WithPending = true, Descending = false, Skip = 1, Take = 2 }, default);
        Assert.Equal([accepted[0], accepted[1]], ascending.Select(r => r.Id.Value));
        await AssertAsync([accepted[1]], f => f with { WithPending = true, CorrelationId = accepted[1] });
        await AssertAsync([begun], f => f with { WithPending = true, SubStatuses = [InstanceSubStatus.Suspended] });
        await AssertAsync([begun], f => f);

        await CommittedAsync(Commit(accepted[0]) with { Instance = Instance(accepted[0]) with { DefinitionId = _definition } });
        Assert.Equal(4, (await Catalog.ListAsync(new RunFilter { DefinitionIds = [_definition], WithPending = true, Take = 1 }, default)).Total);
    }

    [Fact]
    public async Task Import_RunsThatWereDeleted_BringsRowStateAndJournalBack()
    {
        var first = await RunAsync(InstanceSubStatus.Finished, r => r with { Name = "n", CorrelationId = "c", ParentInstanceId = "p", IsSystem = true, Cause = 7, Depth = 2, FinishedAt = DateTimeOffset.UnixEpoch.AddTicks(10) });
        var second = await RunAsync(InstanceSubStatus.Faulted, r => r with { IncidentCount = 1, FinishedAt = DateTimeOffset.UnixEpoch });
        var runs = new List<ArchivedRun> { await ArchiveAsync(first), await ArchiveAsync(second) };
        await Catalog.DeleteAsync([first, second], null, default);

        Assert.Empty(await Catalog.ImportAsync([.. runs.Select(r => new RunArrival(r))], null, default));

        foreach (var run in runs) Assert.Equal(run.ToJson().GetRawText(), (await ArchiveAsync(run.Id)).ToJson().GetRawText());
        await AssertAsync([first, second], f => f with { Statuses = [InstanceStatus.Finished] });
        Assert.Equal([first], await Catalog.DeleteAsync([first], null, default));
    }

    [Fact]
    public async Task Import_IdThatIsTaken_StoresNothing()
    {
        var free = await RunAsync(InstanceSubStatus.Finished);
        var taken = await RunAsync(InstanceSubStatus.Finished);
        var awaited = await RunAsync(InstanceSubStatus.Finished);
        var runs = new List<ArchivedRun> { await ArchiveAsync(free), await ArchiveAsync(taken), await ArchiveAsync(awaited) };
        await Catalog.DeleteAsync([free, awaited], null, default);
        await Host.Inbox.EnqueueAsync([Start(NewId("start"), awaited)], default);

        Assert.Equal(
            [new ImportRefusal(taken, ImportRefusalReason.Taken, taken), new ImportRefusal(awaited, ImportRefusalReason.Taken, awaited)],
            await Catalog.ImportAsync([.. runs.Select(r => new RunArrival(r))], null, default));

        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(free), default));
        Assert.Empty(await Host.Runs.LoadJournalAsync(new InstanceId(free), 0, 10, default));
        Assert.NotNull(await Host.Runs.LoadAsync(new InstanceId(taken), default));
    }

    [Theory]
    [InlineData(ActivationStrategy.Singleton, null)]
    [InlineData(ActivationStrategy.Correlation, null)]
    [InlineData(ActivationStrategy.CorrelatedSingleton, null)]
    [InlineData(ActivationStrategy.Always, 2)]
    public async Task Import_RunThatMayNotGoOnBesideAnother_IsRefusedWithTheOneInItsWay(ActivationStrategy strategy, int? most)
    {
        var correlation = NewId("c");
        var coming = await RunAsync(InstanceSubStatus.Suspended, r => r with { CorrelationId = correlation });
        var second = await RunAsync(InstanceSubStatus.Suspended, r => r with { CorrelationId = correlation });
        var arrivals = new List<RunArrival>();
        foreach (var id in (string[])[coming, second])
        {
            arrivals.Add(new RunArrival(await ArchiveAsync(id)) { Activation = new ActivationRule(strategy, _definition, correlation) { MostRunning = most } });
            await CommittedAsync(Commit(id, 1, InstanceSubStatus.Cancelled) with { Instance = Instance(id, InstanceSubStatus.Cancelled) with { DefinitionId = _definition } });
        }

        await Catalog.DeleteAsync([coming, second], null, default);
        var inItsWay = await RunAsync(InstanceSubStatus.Suspended, r => r with { CorrelationId = correlation, CreatedAt = DateTimeOffset.UnixEpoch.AddDays(-1) });
        var other = await RunAsync(InstanceSubStatus.Suspended, r => r with { CorrelationId = correlation });
        var reason = most is null ? ImportRefusalReason.NotActivated : ImportRefusalReason.AtLimit;

        Assert.Equal([new ImportRefusal(coming, reason, inItsWay)], await Catalog.ImportAsync([arrivals[0]], null, default));
        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(coming), default));
        // One that has ended comes in whatever goes on.
        Assert.Empty(await Catalog.ImportAsync([arrivals[0] with { Activation = null }], null, default));
        await EndAsync(coming, inItsWay, other);
        await Catalog.DeleteAsync([coming], null, default);
        // Two that come together stand in each other's way as well.
        var together = await Catalog.ImportAsync([.. arrivals, .. most is null ? [] : (RunArrival[])[arrivals[0] with { Run = arrivals[0].Run with { Id = NewId() } }]], null, default);
        Assert.Equal(most is null ? 2 : 3, together.Count);
        Assert.Empty(await Catalog.ImportAsync([arrivals[0]], null, default));

        async Task EndAsync(params string[] ids)
        {
            foreach (var id in ids)
                await CommittedAsync(Commit(id, 1, InstanceSubStatus.Cancelled) with { Instance = Instance(id, InstanceSubStatus.Cancelled) with { DefinitionId = _definition } });
        }
    }

    [Fact]
    public async Task Import_RunThatWaits_WaitsHereWithItsTimersTasksAndNote()
    {
        var (id, hash) = (NewId(), NewId("H"));
        var now = Host.Time.GetUtcNow();
        Bookmark[] bookmarks = [Bookmark(id, hash + "event", hash), Bookmark(id, hash + "timer", hash + "t"), Bookmark(id, hash + "task", hash + "k")];
        var task = new OpenTask { Id = hash, Name = hash, Payload = [], Hash = hash + "k", InstanceId = id, DefinitionId = "definition", CreatedAt = DateTimeOffset.UnixEpoch };
        var cancel = new InboxItem { Id = hash + "cancel", Kind = InboxItemKind.Cancel, InstanceId = id };
        await CommittedAsync(Commit(id) with { BookmarksCreated = bookmarks, TimersCreated = [new BookmarkTimer(hash + "timer", now)], Writes = [Host.Tasks.Open(task)] });
        var archived = await ArchiveAsync(id);
        await Host.Inbox.EnqueueAsync([cancel], default);
        Assert.Contains(await Host.Inbox.ClaimAsync(Host.Name, 1000, default), r => r.InstanceId.Value == id);
        await CommittedAsync(Commit(id, 1, InstanceSubStatus.Cancelled) with { InboxConsumed = [cancel.Id] });
        await Catalog.DeleteAsync([id], null, default);
        await Host.Inbox.EnqueueAsync([Stimulus(hash + "early", hash)], default);

        var arrival = new RunArrival(archived) { Bookmarks = bookmarks, Timers = [new BookmarkTimer(hash + "timer", now)], Tasks = [task] };
        var head = await Host.Feed.GetHeadAsync(default);
        Assert.Empty(await Catalog.ImportAsync([arrival], run => new Notes().Make("note" + run.Id), default));

        Assert.Equal(head + 1, await Host.Feed.GetHeadAsync(default));
        Assert.Equal(bookmarks.Select(b => b.Id).Order(StringComparer.Ordinal), (await Host.Runs.LoadBookmarksAsync(new InstanceId(id), default)).Select(b => b.Id).Order(StringComparer.Ordinal));
        Assert.NotNull(await Host.Tasks.FindAsync(task.Id, default));
        Assert.Contains(await Host.Inbox.ClaimAsync(Host.Name, 1000, default), r => r.InstanceId.Value == id && r.Items[0].Id == hash + "early");
        Assert.Equal(1, await Host.Inbox.EnqueueAsync([cancel], default));
        Assert.Equal(1, (await Host.Runs.LoadAsync(new InstanceId(id), default))!.Revision);
    }

    [Fact]
    public async Task Import_NoteThatIsRefused_StoresNothing()
    {
        var id = await RunAsync(InstanceSubStatus.Finished);
        var archived = await ArchiveAsync(id);
        await Catalog.DeleteAsync([id], null, default);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Catalog.ImportAsync([new RunArrival(archived)], run => Notes.Refusing("bad" + run.Id), default));

        Assert.Null(await Host.Runs.LoadAsync(new InstanceId(id), default));
    }

    private async Task<ArchivedRun> ArchiveAsync(string id) =>
        ArchivedRun.Of((await Host.Runs.LoadAsync(new InstanceId(id), default))!, await Host.Runs.LoadJournalAsync(new InstanceId(id), 0, 100, default));

    [Fact]
    public async Task Cancel_RunsThatMatch_AreAcceptedOnce()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await RunAsync(InstanceSubStatus.Suspended));
        await RunAsync(InstanceSubStatus.Finished);
        var cancellation = new RunCancellation(Catalog, Host.Inbox);

        var accepted = await cancellation.CancelAsync(new RunFilter { DefinitionIds = [_definition], Take = 1 });
        Assert.Equal(ids.Order(StringComparer.Ordinal), accepted.Select(id => id.Value).Order(StringComparer.Ordinal));
        Assert.Empty(await cancellation.CancelAsync(new RunFilter { DefinitionIds = [_definition] }));
        // Nothing has changed yet: the engine cancels, when it takes the work.
        await AssertAsync(ids, f => f with { SubStatuses = [InstanceSubStatus.Suspended] });
    }

    private async Task AssertAsync(IReadOnlyList<string> expected, Func<RunFilter, RunFilter> narrow)
    {
        var (items, total) = await Catalog.ListAsync(narrow(new RunFilter { DefinitionIds = [_definition] }), default);
        Assert.Equal(expected.Order(StringComparer.Ordinal), items.Select(i => i.Id.Value).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, total);
    }

    private async Task<string> RunAsync(InstanceSubStatus subStatus, Func<InstanceRecord, InstanceRecord>? change = null)
    {
        var commit = Commit(NewId(), subStatus: subStatus) with { Mode = PersistenceMode.Journalled, Journal = [new JournalPage(0, 1, "[{}]"u8.ToArray())] };
        var record = commit.Instance with { DefinitionId = _definition };
        commit = commit with { Instance = change?.Invoke(record) ?? record };
        await CommittedAsync(commit);
        return commit.Instance.Id.Value;
    }
}

public sealed class InMemoryRunCatalogTests : RunCatalogContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresRunCatalogTests(PostgresDatabase database) : RunCatalogContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
