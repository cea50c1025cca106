using Status.Contracts.Tests.Stores;
using Status.Testing;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>Facts are dropped by the partition, once every cursor has passed it and its newest fact is older than the retention; not before.</summary>
public sealed class FactRetentionTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const long SecondPartition = 1_000_000;

    [Fact]
    public async Task Trim_LaggingCursorOrYoungFacts_KeepsThePartitionAndOtherwiseDropsIt()
    {
        await using var host = StoreHost.Postgres(database.DataSource);
        await host.Feed.AppendAsync([Fact("old")], default);
        await ExecuteAsync($"update workflows.feed_head set last = {SecondPartition - 1}");
        Assert.Equal(SecondPartition, await host.Feed.AppendAsync([Fact("new")], default));
        await ExecuteAsync($"insert into workflows.cursors (name, position) values ('quick', {SecondPartition}), ('lagging', 0)");
        var later = host.Time.GetUtcNow().AddHours(1);

        Assert.Equal(0, await host.Feed.TrimAsync(later, default));
        await ExecuteAsync($"update workflows.cursors set position = {SecondPartition - 2} where name = 'lagging'");
        Assert.Equal(0, await host.Feed.TrimAsync(later, default));
        await ExecuteAsync($"update workflows.cursors set position = {SecondPartition} where name = 'lagging'");
        Assert.Equal(0, await host.Feed.TrimAsync(host.Time.GetUtcNow(), default));
        Assert.Equal(["old", "new"], (await host.Feed.ReadAsync(0, 10, default)).Select(fact => fact.Key));

        Assert.Equal(1, await host.Feed.TrimAsync(later, default));
        Assert.Equal(["new"], (await host.Feed.ReadAsync(0, 10, default)).Select(fact => fact.Key));
        // The partition that holds the head stays, however old it is.
        Assert.Equal(0, await host.Feed.TrimAsync(later, default));
        Assert.Equal(SecondPartition + 1, await host.Feed.AppendAsync([Fact("next")], default));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        Assert.Equal(1, Math.Min(1, await command.ExecuteNonQueryAsync()));
    }
}
