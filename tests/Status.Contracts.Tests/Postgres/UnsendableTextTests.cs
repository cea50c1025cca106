using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>A script can make half of a surrogate pair, which no column of text holds. Only the run that made it hears of that, not those that share its transaction.</summary>
public sealed class UnsendableTextTests : IAsyncLifetime
{
    private const string Half = "a\ud800b";

    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public static TheoryData<string> Places => ["correlation", "name", "fact", "bookmark"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Commit_TextIsHalfASurrogatePair_IsRefusedAndTheOthersOfItsBatchAreCommitted(string place)
    {
        await using var host = StoreHost.Postgres(_database);
        var ids = Enumerable.Range(0, 40).Select(_ => NewId()).ToList();

        var outcomes = await Task.WhenAll(ids.Select((id, i) => host.Runs.CommitAsync(i == 17 ? Poisoned(id, place) : Commit(id) with { Facts = [Fact(id)] }, default).AsTask()));

        for (var i = 0; i < ids.Count; i++) Assert.Equal(i == 17 ? CommitStatus.Refused : CommitStatus.Committed, outcomes[i].Status);
        Assert.Contains("surrogate", outcomes[17].Reason, StringComparison.Ordinal);
        Assert.Equal(39, (await host.Feed.ReadAsync(0, 100, default)).Count);
        Assert.Equal(CommitStatus.Committed, (await host.Runs.CommitAsync(Commit(NewId()), default)).Status);
    }

    private static RunCommit Poisoned(string id, string place)
    {
        var commit = Commit(id);
        return place switch
        {
            "correlation" => commit with { Instance = Instance(id) with { CorrelationId = Half } },
            "name" => commit with { Instance = Instance(id) with { Name = Half } },
            "fact" => commit with { Facts = [new FactDraft(Half, new DataObject(), id)] },
            _ => commit with { BookmarksCreated = [Bookmark(id, Half, "hash")] },
        };
    }
}
