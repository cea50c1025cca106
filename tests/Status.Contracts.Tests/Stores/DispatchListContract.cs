using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every keeper of items to dispatch promises.</summary>
public abstract class DispatchListContract : StoreContract
{
    private IDispatchList Lists => Host.Services.GetRequiredService<IDispatchList>();

    [Fact]
    public async Task Keep_WithItsRun_IsReadInPartsUntilForgotten()
    {
        var (run, key) = (NewId(), NewId("list"));
        var items = new DataArray(Enumerable.Range(0, 250).Select(i => (object?)new DataObject { ["n"] = (double)i }));
        await CommittedAsync(Commit(run) with { Writes = [Lists.Keep(key, run, items)] });

        var other = Other.Services.GetRequiredService<IDispatchList>();
        Assert.Equal([95d, 96d, 97d, 98d, 99d, 100d, 101d], (await other.ReadAsync(key, 95, 7, default)).Select(i => ((DataObject)i!)["n"]));
        Assert.Equal([200d, 249d], (await other.ReadAsync(key, 200, 100, default)).Select(i => ((DataObject)i!)["n"]).Where((_, i) => i is 0 or 49));
        Assert.Empty(await other.ReadAsync(key, 250, 10, default));

        await CommittedAsync(Commit(run, 1) with { Writes = [Lists.Forget(key)] });
        Assert.Empty(await Lists.ReadAsync(key, 0, 10, default));
    }

    [Fact]
    public async Task Keep_RunIsDeleted_GoesWithIt()
    {
        var (run, key) = (NewId(), NewId("list"));
        await CommittedAsync(Commit(run) with { Writes = [Lists.Keep(key, run, new DataArray([1d]))] });
        await CommittedAsync(Commit(run, 1, InstanceSubStatus.Cancelled));

        await Host.Services.GetRequiredService<IRunCatalog>().DeleteAsync([run], null, default);

        Assert.Empty(await Lists.ReadAsync(key, 0, 10, default));
    }
}

public sealed class InMemoryDispatchListTests : DispatchListContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresDispatchListTests(PostgresDatabase database) : DispatchListContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
