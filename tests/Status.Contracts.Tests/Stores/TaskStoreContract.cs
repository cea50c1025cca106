using Status.Testing;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every list of open tasks promises.</summary>
public abstract class TaskStoreContract : StoreContract
{
    [Fact]
    public async Task Open_WithItsRun_IsListedUntilClosed()
    {
        var task = NewTask();
        await CommittedAsync(Commit(task.InstanceId) with { Writes = [Host.Tasks.Open(task)], BookmarksCreated = [Bookmark(task.InstanceId, NewId("b"), task.Hash)] });

        var (items, total) = await Other.Tasks.ListAsync(task.Name, 0, 10, default);
        Assert.Equal(1, total);
        Assert.Equal(task with { Payload = items[0].Payload }, items[0]);
        Assert.Equal("ü", ((DataObject)items[0].Payload["who"]!)["name"]);
        Assert.Equal(task.Id, (await Host.Tasks.FindAsync(task.Id, default))!.Id);

        await CommittedAsync(Commit(task.InstanceId, 1) with { Writes = [Host.Tasks.Close(task.Id)] });
        Assert.Null(await Host.Tasks.FindAsync(task.Id, default));
    }

    [Fact]
    public async Task Task_WhoseRunDoesNotWaitAnyMore_IsNotListedAndSwept()
    {
        var task = NewTask();
        await CommittedAsync(Commit(task.InstanceId) with { Writes = [Host.Tasks.Open(task)], BookmarksCreated = [Bookmark(task.InstanceId, "tb-" + task.Id, task.Hash)] });
        await CommittedAsync(Commit(task.InstanceId, 1, InstanceSubStatus.Cancelled) with { BookmarksBurned = ["tb-" + task.Id] });

        Assert.Null(await Host.Tasks.FindAsync(task.Id, default));
        Assert.Equal(0, (await Host.Tasks.ListAsync(task.Name, 0, 10, default)).Total);
        Assert.True(await Host.Tasks.SweepAsync(default) >= 1);
        Assert.Equal(0, await Host.Tasks.SweepAsync(default));
    }

    [Fact]
    public async Task Task_WhoseResultIsAccepted_IsFoundAndNotListed()
    {
        var task = NewTask();
        await CommittedAsync(Commit(task.InstanceId) with { Writes = [Host.Tasks.Open(task)], BookmarksCreated = [Bookmark(task.InstanceId, NewId("b"), task.Hash)] });
        var result = new InboxItem { Id = NewId("result"), Kind = InboxItemKind.Resume, InstanceId = task.InstanceId, StimulusHash = task.Hash };
        await Host.Inbox.EnqueueAsync([result], default);

        // Whoever repeats the answer is told the same; whoever looks for work finds none.
        Assert.Equal(0, (await Other.Tasks.ListAsync(task.Name, 0, 10, default)).Total);
        Assert.NotNull(await Other.Tasks.FindAsync(task.Id, default));
    }

    private static OpenTask NewTask()
    {
        var id = NewId("task");
        return new OpenTask
        {
            Id = id,
            Name = "name-" + id,
            Payload = new DataObject { ["who"] = new DataObject { ["name"] = "ü" } },
            Hash = "hash-" + id,
            InstanceId = NewId(),
            DefinitionId = "d",
            CorrelationId = "c",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
    }
}

public sealed class InMemoryTaskStoreTests : TaskStoreContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresTaskStoreTests(PostgresDatabase database) : TaskStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
