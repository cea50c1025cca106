using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence;

namespace Status.Benchmarks.Stores;

/// <summary>
/// How many runs a host commits in a second: each run is one commit of a new instance (and its journal page, when journalled), made by concurrent callers that wait for
/// it. Against the server of the tests, or <c>STATUS_TEST_POSTGRES</c>; say which, and whether it syncs, with the figures.
/// </summary>
internal static class CommitLoad
{
    private static readonly byte[] _state = Encoding.UTF8.GetBytes(
        """{"variables":{"a":1,"b":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},"activities":[{"id":"1","s":2},{"id":"2","s":2},{"id":"3","s":2}]}""");

    private static readonly byte[] _journal = Encoding.UTF8.GetBytes(
        "[" + string.Join(',', Enumerable.Range(0, 4).Select(i => $$"""{"node":"Flow:{{i}}","event":"Completed","at":"2026-03-01T12:00:00Z"}""")) + "]");

    /// <summary>Prints one line per mode, number of callers and kind of run.</summary>
    public static async Task<int> RunAsync(TimeSpan duration)
    {
        await using var dataSource = await PostgresServer.CreateDatabaseAsync();
        Console.WriteLine($"fsync {await ShowAsync(dataSource, "fsync")}, synchronous_commit {await ShowAsync(dataSource, "synchronous_commit")}, {Environment.ProcessorCount} cores");
        await using var services = new ServiceCollection().AddSingleton(dataSource).AddPostgresWorkflowStores().BuildServiceProvider();
        var store = services.GetRequiredService<IRunStore>();
        var ids = services.GetRequiredService<IdGenerator>();
        await MeasureAsync(store, ids, PersistenceMode.Durable, 32, facts: false, TimeSpan.FromSeconds(1));
        foreach (var mode in (PersistenceMode[])[PersistenceMode.Durable, PersistenceMode.Journalled])
            foreach (var callers in (int[])[32, 128])
                foreach (var facts in (bool[])[false, true])
                {
                    var (rate, p99, cpu, bytes) = await MeasureAsync(store, ids, mode, callers, facts, duration);
                    Console.WriteLine($"{mode,-10} {callers,4} callers {(facts ? "one fact" : "no fact "),-9} {rate,8:n0} commits/s  p99 {p99.TotalMilliseconds:n1} ms  {cpu:n1} µs of this process and {bytes:n0} bytes allocated per commit");
                }

        return 0;
    }

    private static async Task<(double Rate, TimeSpan P99, double Cpu, double Bytes)> MeasureAsync(IRunStore store, IdGenerator ids, PersistenceMode mode, int callers, bool facts, TimeSpan duration)
    {
        var (used, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var mine = new List<TimeSpan>();
            while (clock.Elapsed < duration)
            {
                var began = Stopwatch.GetTimestamp();
                var outcome = await store.CommitAsync(Commit(ids.NewId(), mode, facts), default);
                if (outcome.Status != CommitStatus.Committed) throw new InvalidOperationException(outcome.ToString());
                mine.Add(Stopwatch.GetElapsedTime(began));
            }

            return mine;
        })));
        var elapsed = clock.Elapsed;
        var all = times.SelectMany(t => t).Order().ToArray();
        return (all.Length / elapsed.TotalSeconds, all[(int)(all.Length * 0.99)], (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / all.Length, (GC.GetTotalAllocatedBytes() - allocated) / (double)all.Length);
    }

    private static RunCommit Commit(string id, PersistenceMode mode, bool facts) => new()
    {
        Instance = new InstanceRecord
        {
            Id = new InstanceId(id),
            DefinitionId = "hello",
            DefinitionVersionId = "hello-1",
            Version = 1,
            Status = InstanceStatus.Finished,
            SubStatus = InstanceSubStatus.Finished,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
            StateVersion = 1,
            State = _state,
        },
        ExpectedRevision = 0,
        Mode = mode,
        Journal = mode == PersistenceMode.Journalled ? [new JournalPage(0, 4, _journal)] : [],
        Facts = facts ? [new FactDraft("hello.said", new DataObject { ["to"] = "world" }, id)] : [],
    };

    private static async Task<string?> ShowAsync(NpgsqlDataSource dataSource, string setting)
    {
        await using var command = dataSource.CreateCommand("select current_setting($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = setting });
        return (string?)await command.ExecuteScalarAsync();
    }
}
