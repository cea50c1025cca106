using Npgsql;
using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Stores;

public sealed class InMemoryRunStoreTests : RunStoreContract
{
    protected override ValueTask<StoreHost> CreateAsync() => ValueTask.FromResult(StoreHost.InMemory());

    protected override Write Refused(string key) => new(key, "") { InMemory = _ => throw new InvalidOperationException("refused") };

    protected override Write Applying(string key, bool applied) => new(key, "") { InMemory = _ => applied };
}

public sealed class PostgresRunStoreTests(PostgresDatabase database) : RunStoreContract, IClassFixture<PostgresDatabase>
{
    protected override ValueTask<StoreHost> CreateAsync() => ValueTask.FromResult(StoreHost.Postgres(database.DataSource));

    protected override Write Refused(string key) => new(key, "select 1 / $1::int", 0);

    protected override Write Applying(string key, bool applied) =>
        new(key, "update workflows.feed_head set last = last where $1 and $2::text is null", applied, null);

    [Fact]
    public async Task Commit_ConnectionLost_FailsToItsCallerAndTheRepetitionCounts()
    {
        var commit = Commits.Commit(Commits.NewId()) with { Writes = [new Write("kill", "select pg_terminate_backend(pg_backend_pid()) where $1 = 0", 0)] };

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Host.Runs.CommitAsync(commit, default).AsTask());

        Assert.Null(await Host.Runs.LoadAsync(commit.Instance.Id, default));
        await CommittedAsync(commit with { Writes = [] });
    }

    [Fact]
    public async Task Commit_RefusedAtTheEndOfTheTransaction_IsFoundByHalving()
    {
        await using (var command = database.DataSource.CreateCommand("""
            create table if not exists public.late (a int primary key, b int references public.late deferrable initially deferred)
            """))
            await command.ExecuteNonQueryAsync();
        var commits = Enumerable.Range(0, 20).Select(i => Commits.Commit(Commits.NewId()) with
        {
            Writes = [new Write($"late{i}", "insert into public.late values ($1, $2)", i, i == 13 ? 99 : i)],
        }).ToArray();

        var outcomes = await Task.WhenAll(commits.Select(c => Host.Runs.CommitAsync(c, default).AsTask()));

        Assert.Equal(CommitStatus.Refused, outcomes[13].Status);
        Assert.Equal(19, outcomes.Count(o => o.Status == CommitStatus.Committed));
    }
}
