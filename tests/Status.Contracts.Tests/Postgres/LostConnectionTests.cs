using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Persistence.Postgres;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>Connections that end at any moment lose nothing and repeat nothing.</summary>
public sealed class LostConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);

    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Commit_ConnectionsKilledAtRandom_EveryRepeatedCommitCountsExactlyOnce()
    {
        var hosts = Enumerable.Range(0, 2).Select(i => StoreHost.Postgres(_database, $"host{i}")).ToArray();
        using var done = new CancellationTokenSource();
        var killer = Task.Run(() => KillAsync(done.Token));

        var commits = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => CommitManyAsync(hosts[i % 2], 25))));
        await done.CancelAsync();
        var kills = await killer;

        var expected = commits.SelectMany(c => c).Order(StringComparer.Ordinal);
        var facts = await RepeatAsync(async () => (await hosts[0].Feed.ReadAsync(0, 100_000, default)).ToList());
        Assert.True(kills > 0, "Nothing was killed, so nothing was shown.");
        Assert.Equal(expected, facts.Select(f => f.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, facts.Count).Select(i => (long)i), facts.Select(f => f.Position));
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Fact]
    public async Task Listener_ConnectionLost_ListensAgainAndMakesUpForWhatWasSaid()
    {
        var (host, other) = StoreHost.PostgresPair(_database);
        var listener = other.Services.GetRequiredService<NotificationListener>();
        var heard = new SemaphoreSlim(0);
        other.Definitions.Changed += () => heard.Release();
        await listener.StartAsync(default);
        await listener.Listening.Task.WaitAsync(_ceiling);
        Assert.True(await heard.WaitAsync(_ceiling), "Listening wakes everyone once.");

        await PublishAsync(host, "first");
        Assert.True(await heard.WaitAsync(_ceiling), "A publish on another host was not heard.");

        await KillOthersAsync();
        Assert.True(await heard.WaitAsync(_ceiling), "The listener did not come back.");
        await RepeatAsync(async () =>
        {
            await PublishAsync(host, "second");
            return true;
        });
        Assert.True(await heard.WaitAsync(_ceiling), "After the loss nothing is heard.");

        await listener.StopAsync(default);
        await host.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Reply_CommittedOnAnotherHost_WakesWhoWaits()
    {
        var (host, other) = StoreHost.PostgresPair(_database);
        var listener = other.Services.GetRequiredService<NotificationListener>();
        await listener.StartAsync(default);
        await listener.Listening.Task.WaitAsync(_ceiling);
        var replied = new TaskCompletionSource<InstanceId>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Services.GetRequiredService<StoreSignals>().Replied += id => replied.TrySetResult(id);
        var run = NewId();
        await host.Runs.CommitAsync(Commit(run), default);

        await host.Runs.CommitAsync(Commit(run, 1) with { Reply = new HttpReply(200, null, [], default) }, default);

        Assert.Equal(run, (await replied.Task.WaitAsync(_ceiling)).Value);
        await listener.StopAsync(default);
        await host.DisposeAsync();
        await other.DisposeAsync();
    }

    private static ValueTask PublishAsync(StoreHost host, string id) => host.Definitions.SaveAsync(
        new StoredDefinition
        {
            Id = id + NewId(),
            DefinitionId = NewId(),
            Name = id,
            Version = 1,
            IsLatest = true,
            IsPublished = true,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Author = "a",
            Digest = "",
            Json = "{}",
        },
        [], [], default);

    private static async Task<List<string>> CommitManyAsync(StoreHost host, int count)
    {
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var id = NewId();
            var first = Commit(id) with { Facts = [Fact(id + "/1")] };
            var second = Commit(id, 1, state: """{"v":2}""") with { Facts = [Fact(id + "/2")], Writes = [new Write("w", "select pg_sleep($1::float8)", 0.002)] };
            foreach (var commit in (RunCommit[])[first, second])
                Assert.Equal(CommitStatus.Committed, (await RepeatAsync(() => host.Runs.CommitAsync(commit, default).AsTask())).Status);
            keys.AddRange([id + "/1", id + "/2"]);
        }

        return keys;
    }

    private static async Task<T> RepeatAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await act();
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or SocketException && attempt < 200)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<int> KillAsync(CancellationToken done)
    {
        var kills = 0;
        while (!done.IsCancellationRequested)
        {
            kills += await RepeatAsync(KillOthersAsync);
            await Task.Delay(15, CancellationToken.None);
        }

        return kills;
    }

    private async Task<int> KillOthersAsync()
    {
        await using var command = _database.CreateCommand("""
            select count(pg_terminate_backend(pid))::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            """);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
