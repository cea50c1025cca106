using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of changes promises.</summary>
public abstract class AlterationStoreContract : StoreContract
{
    private IAlterationStore Store => Host.Services.GetRequiredService<IAlterationStore>();

    [Fact]
    public async Task Create_PlanWithJobs_IsThereWithItsWorkAndNote()
    {
        var (plan, jobs) = Plan(2);
        var head = await Host.Feed.GetHeadAsync(default);

        await Store.CreateAsync(plan, jobs, [Item(jobs[0]), Item(jobs[1])], new Notes().Make("note" + plan.Id), default);

        var found = (await Other.Services.GetRequiredService<IAlterationStore>().FindAsync(plan.Id, default))!;
        Assert.Equal(("Running", 2, 2, 0), (found.Status, found.Jobs, found.Pending, found.Failed));
        Assert.Equal(plan.Alterations.Select(a => DataJson.ToJson(a.ToData())), found.Alterations.Select(a => DataJson.ToJson(a.ToData())));
        Assert.Equal(plan.Author, found.Author);
        Assert.Equal(head + 1, await Host.Feed.GetHeadAsync(default));
        Assert.Contains(await Host.Inbox.ClaimAsync(Host.Name, 1000, default), run => run.InstanceId.Value == jobs[0].InstanceId && run.Items[0].Kind == InboxItemKind.Alter);
    }

    [Fact]
    public async Task Finish_WithTheCommitOfTheRun_EndsJobsAndThenThePlan()
    {
        var (plan, jobs) = Plan(2);
        await Store.CreateAsync(plan, jobs, [], new Notes().Make("note" + plan.Id), default);
        var entry = new AlterationLogEntry("ü", "Information", DateTimeOffset.UnixEpoch, "e");

        await CommittedAsync(Commit(NewId()) with { Writes = [Store.Finish(jobs[0].Id, true, [entry], DateTimeOffset.UnixEpoch)] });
        Assert.Equal(("Running", 1), ((await Store.FindAsync(plan.Id, default))!.Status, (await Store.FindAsync(plan.Id, default))!.Pending));
        // The first end counts.
        await CommittedAsync(Commit(NewId()) with { Writes = [Store.Finish(jobs[0].Id, false, [], DateTimeOffset.UnixEpoch), Store.Finish(jobs[1].Id, false, [], DateTimeOffset.UnixEpoch.AddDays(1))] });

        var found = (await Store.FindAsync(plan.Id, default))!;
        Assert.Equal(("Completed", 0L, 1L, (DateTimeOffset?)DateTimeOffset.UnixEpoch.AddDays(1)), (found.Status, found.Pending, found.Failed, found.CompletedAt));
        var listed = await Store.ListJobsAsync(plan.Id, 0, 10, default);
        Assert.Equal(entry, Assert.Single(listed.Single(j => j.Id == jobs[0].Id).Log));
        Assert.Equal(AlterationJobStatus.Failed, listed.Single(j => j.Id == jobs[1].Id).Status);
    }

    [Fact]
    public async Task Add_InParts_IsGeneratingUntilTheLast()
    {
        var (plan, jobs) = Plan(3);
        await Store.CreateAsync(plan with { IsGenerated = false }, [jobs[0]], [], new Notes().Make("note" + plan.Id), default);
        Assert.Equal("Generating", (await Store.FindAsync(plan.Id, default))!.Status);
        await Store.AddAsync(plan.Id, [jobs[1]], [], isLast: false, default);
        await Store.AddAsync(plan.Id, [jobs[2]], [Item(jobs[2])], isLast: true, default);

        Assert.Equal("Running", (await Store.FindAsync(plan.Id, default))!.Status);
        Assert.Single(await Store.ListJobsAsync(plan.Id, 2, 10, default));
        var (items, total) = await Store.ListAsync(0, 1000, default);
        Assert.Equal(items.Count, total);
        Assert.Equal(3, items.Single(p => p.Id == plan.Id).Jobs);
    }

    [Fact]
    public async Task Create_NoteThatCannotBeWritten_StoresNothing()
    {
        var (plan, jobs) = Plan(1);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Store.CreateAsync(plan, jobs, [Item(jobs[0])], Notes.Refusing("bad" + plan.Id), default));
        Assert.Null(await Store.FindAsync(plan.Id, default));
    }

    private static (AlterationPlan Plan, AlterationJob[] Jobs) Plan(int jobs)
    {
        var plan = new AlterationPlan
        {
            Id = NewId("plan"),
            Alterations = [new Alteration { Type = AlterationType.ModifyVariable, VariableId = "v", Value = new DataObject { ["a"] = "ü" } }, new Alteration { Type = AlterationType.Migrate, TargetVersion = 3 }],
            Filter = "{}",
            Author = "ann",
            CreatedAt = DateTimeOffset.UnixEpoch,
            IsGenerated = true,
        };
        return (plan, [.. Enumerable.Range(0, jobs).Select(i => new AlterationJob($"{plan.Id}-{i}", plan.Id, NewId(), AlterationJobStatus.Pending, [], DateTimeOffset.UnixEpoch, null))]);
    }

    private static InboxItem Item(AlterationJob job) => new() { Id = "work-" + job.Id, Kind = InboxItemKind.Alter, InstanceId = job.InstanceId, Payload = new DataObject { ["job"] = job.Id } };
}

public sealed class InMemoryAlterationStoreTests : AlterationStoreContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresAlterationStoreTests(PostgresDatabase database) : AlterationStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
