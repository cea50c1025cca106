using System.Text;
using FsCheck;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Execution;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Postgres;

/// <summary>Random sequences of operations leave the same in PostgreSQL as in memory.</summary>
public sealed class StoreModelTests
{
    private const int Runs = 4;
    private const int Hashes = 3;

    [Fact]
    public async Task Operations_InAnyOrder_LeaveTheSameInBothStores()
    {
        var random = new System.Random(20260301);
        for (var sequence = 0; sequence < 15; sequence++)
        {
            var (memory, memoryOther) = StoreHost.InMemoryPair();
            await using var database = await PostgresServer.CreateDatabaseAsync();
            var (postgres, postgresOther) = StoreHost.PostgresPair(database);
            var prefix = NewId("m");
            // FsCheck 2 shrinks no asynchronous steps; the seed in the message finds the sequence again.
            var steps = Gen.Eval(30, FsCheck.Random.StdGen.NewStdGen(random.Next(), random.Next()), Gen.ListOf(40, Gen.Choose(0, 9999)));
            var log = new StringBuilder();
            foreach (var step in steps)
            {
                var expected = await StepAsync(memory, prefix, step);
                var actual = await StepAsync(postgres, prefix, step);
                log.AppendLine($"{step}: {expected} / {actual}");
                Assert.True(expected == actual, $"Sequence {sequence}:\n{log}");
            }

            Assert.True(await StateAsync(memory, prefix) == await StateAsync(postgres, prefix), log.ToString());
            foreach (var host in (StoreHost[])[memory, memoryOther, postgres, postgresOther]) await host.DisposeAsync();
        }
    }

    private static async Task<string> StepAsync(StoreHost host, string prefix, int step)
    {
        var run = $"{prefix}-run{step % Runs}";
        var hash = $"{prefix}-hash{step / 10 % Hashes}";
        var number = step / 100;
        switch (step % 10)
        {
            case 0 or 1:
                return "enqueued " + await host.Inbox.EnqueueAsync([Stimulus($"{prefix}-s{number % 12}", hash)], default);
            case 2:
                return "started " + await host.Inbox.EnqueueAsync([Start($"{prefix}-i{number % 9}", run)], default);
            case 3:
                host.Time.Advance(TimeSpan.FromSeconds(number % 40));
                return "fired " + (await host.Timers.FireDueAsync(host.Time.GetUtcNow(), 100, default)).Fired;
            case 4:
                await host.Leases.BeatAsync(host.Name, TimeSpan.Zero, default);
                var recovered = await host.Leases.RecoverAsync(default);
                await host.Leases.BeatAsync(host.Name, TimeSpan.FromHours(1), default);
                return "recovered " + recovered;
            default:
                return await CommitAsync(host, prefix, run, hash, number);
        }
    }

    private static async Task<string> CommitAsync(StoreHost host, string prefix, string run, string hash, int number)
    {
        var claimed = (await host.Inbox.ClaimAsync(host.Name, 100, default)).ToList();
        var mine = claimed.Where(c => c.InstanceId.Value == run).SelectMany(c => c.Items).Select(i => i.Id).Order(StringComparer.Ordinal).ToArray();
        var stored = await host.Runs.LoadAsync(new InstanceId(run), default);
        var open = (await host.Runs.LoadBookmarksAsync(new InstanceId(run), default)).Select(b => b.Id).ToArray();
        var revision = stored?.Revision ?? 0;
        var bookmark = $"{run}-b{revision}-{number % 3}";
        var outcome = await host.Runs.CommitAsync(
            Commit(run, number % 7 == 0 ? revision + 1 : revision, number % 5 == 0 ? InstanceSubStatus.Executing : InstanceSubStatus.Suspended, $$"""{"n":{{number}}}""") with
            {
                InboxConsumed = mine,
                BookmarksBurned = number % 2 == 0 ? open : [],
                BookmarksCreated = [Bookmark(run, bookmark, hash) with { CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(revision) }],
                TimersCreated = number % 3 == 0 ? [new BookmarkTimer(bookmark, host.Time.GetUtcNow().AddSeconds(number % 50))] : [],
                Facts = [.. Enumerable.Range(0, number % 3).Select(i => Fact($"{run}/{revision}/{i}", prefix))],
                InboxAdded = number % 4 == 0 ? [Start($"{prefix}-i{number % 9}", $"{prefix}-run{(number + 1) % Runs}")] : [],
            }, default);
        foreach (var rest in claimed)
            await host.Inbox.ReleaseAsync(host.Name, [.. rest.Items.Select(i => i.Id)], null, null, default);
        return $"claimed {string.Join(',', claimed.Select(c => $"{c.InstanceId}[{string.Join(' ', c.Items.Select(i => i.Id))}]").Order(StringComparer.Ordinal))} {outcome.Status} {outcome.Revision}";
    }

    private static async Task<string> StateAsync(StoreHost host, string prefix)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Runs; i++)
        {
            var id = new InstanceId($"{prefix}-run{i}");
            var run = await host.Runs.LoadAsync(id, default);
            text.AppendLine($"{id} {run?.Revision} {run?.SubStatus} {(run is null ? null : Encoding.UTF8.GetString(run.State.Span))}");
            text.AppendLine(string.Join(' ', (await host.Runs.LoadBookmarksAsync(id, default)).Select(b => b.Id)));
        }

        var facts = (await host.Feed.ReadAsync(0, 100_000, default)).Where(f => f.Type == prefix);
        return text.AppendLine(string.Join(' ', facts.Select(f => f.Key))).ToString();
    }
}
