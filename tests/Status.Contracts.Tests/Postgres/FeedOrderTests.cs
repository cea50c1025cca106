using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Execution;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>The promise on which every follower rests: who has seen position p + 1 has seen p.</summary>
public sealed class FeedOrderTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const int Committers = 8;
    private const int CommitsEach = 120;

    [Fact]
    public async Task Read_BesideEightCommittersWithRefusals_NeverSeesAPositionBeforeItsPredecessor()
    {
        var random = new Random(4711);
        var hosts = Enumerable.Range(0, Committers).Select(i => StoreHost.Postgres(database.DataSource, $"host{i}")).ToArray();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(i => Task.Run(() => ReadAsync(hosts[i], done.Token))).ToArray();

        var work = hosts.SelectMany(host => Enumerable.Range(0, 4).Select(_ => (host, new Random(random.Next()))))
            .Select(pair => Task.Run(() => CommitAsync(pair.host, pair.Item2)));
        var committed = (await Task.WhenAll(work)).Sum();
        await done.CancelAsync();
        foreach (var reader in readers) await reader;

        Assert.Equal(committed, await hosts[0].Feed.GetHeadAsync(default));
        var all = await hosts[0].Feed.ReadAsync(0, 100_000, default);
        Assert.Equal(Enumerable.Range(1, (int)committed).Select(i => (long)i), all.Select(f => f.Position));
        Assert.Equal(all.Count, all.Select(f => f.Key).Distinct().Count());
        foreach (var host in hosts) await host.DisposeAsync();
    }

    /// <summary>Commits runs of which some are refused, some stale and some appended beside the runs; returns the number of facts that must stand on the feed.</summary>
    private static async Task<long> CommitAsync(StoreHost host, Random random)
    {
        long facts = 0;
        for (var i = 0; i < CommitsEach / 4; i++)
        {
            var id = NewId();
            var drafts = Enumerable.Range(0, random.Next(0, 4)).Select(n => Fact($"{id}/{n}")).ToArray();
            var commit = Commit(id) with { Facts = drafts };
            var kind = random.Next(4);
            if (kind == 0) commit = commit with { Writes = [new Write("bad", "select 1 / $1::int", 0)] };
            if (kind == 1) commit = commit with { ExpectedRevision = 3 };
            if (kind == 2) commit = commit with { Writes = [new Write("slow", "select pg_sleep($1::float8)", random.NextDouble() * 0.004)] };
            var outcome = await host.Runs.CommitAsync(commit, default);
            Assert.Equal(kind switch { 0 => CommitStatus.Refused, 1 => CommitStatus.Stale, _ => CommitStatus.Committed }, outcome.Status);
            if (kind > 1) facts += drafts.Length;
            if (random.Next(10) == 0)
            {
                await host.Feed.AppendAsync([Fact($"{id}/alone")], default);
                facts++;
            }
        }

        return facts;
    }

    private static async Task ReadAsync(StoreHost host, CancellationToken done)
    {
        long seen = 0;
        while (!done.IsCancellationRequested)
        {
            foreach (var fact in await host.Feed.ReadAsync(seen, 50, default))
            {
                Assert.Equal(seen + 1, fact.Position);
                seen = fact.Position;
            }
        }
    }
}
