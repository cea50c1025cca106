using System.Globalization;
using System.Net.Http.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;
using Status.Workflows.Execution;
using Xunit.Abstractions;

namespace Status.Host.Tests.Crashes;

/// <summary>Three hosts on one database, any of them killed at any moment. The schedule makes up for every missed second from its first on: on a crowded machine seconds pass before a sweep, and none may be lost.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ClusterKillTests(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int Kills = 6;

    [Fact]
    public async Task Kill_OfAnyHostAtAnyMoment_LosesNothingAcceptedAndRunsEveryTickOnce()
    {
        using var workflows = Definitions();
        await using var crash = await CrashHost.CreateAsync(workflows.Path);
        var random = new Random(20261121);
        using var stop = new CancellationTokenSource();
        var accepted = new List<int>();
        var next = 0;
        var hosts = new HostProcess[Nodes];
        for (var i = 0; i < Nodes; i++) hosts[i] = await crash.StartAsync(node: Name(i));
        var senders = hosts.Select(SendAsync).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            // However slow the machine is, each kill finds a cluster that has accepted and ticked since the one before.
            var (before, ticked) = (Accepted(), await CountTicksAsync(crash));
            await Eventually.TrueAsync(async () => Accepted() > before && await CountTicksAsync(crash) >= ticked + 2, "the cluster works");
            await Task.Delay(random.Next(100, 1500));
            var node = random.Next(Nodes);
            await hosts[node].KillAsync();
            await senders[node];
            await hosts[node].DisposeAsync();
            hosts[node] = await crash.StartAsync(node: Name(node));
            senders[node] = SendAsync(hosts[node]);
        }

        // The last one stays dead: the others take over what it had.
        await hosts[0].KillAsync();
        await senders[0];
        await TakenOverAsync(crash);

        await stop.CancelAsync();
        await Task.WhenAll(senders);
        await StopTickingAsync(crash);
        try
        {
            await crash.Ledger.WaitUntilQuietAsync();
        }
        finally
        {
            output.WriteLine(await DescribeAsync(crash));
        }

        foreach (var host in hosts) await host.DisposeAsync();

        Assert.True(accepted.Count >= Kills, $"Only {accepted.Count} requests were accepted.");
        var facts = await crash.Ledger.ReadFactsAsync();
        Assert.Empty(ItemChains.FindProblems(accepted, facts.ConvertAll(f => new ItemFact(f.Position, f.Type, ItemFact.ItemOf(f.Type, f.Body))), await crash.Ledger.ReadLedgerKeysAsync()));
        var (ticks, missing) = await ReadTicksAsync(crash);
        output.WriteLine($"{accepted.Count} accepted, {ticks} ticks");
        Assert.True(ticks >= 2 * Kills, $"Only {ticks} ticks.");
        Assert.Empty(missing);
        Assert.Equal(ticks, facts.Count(f => f.Type == "cluster.ticked"));
        Assert.Empty(await crash.Ledger.ReadParkedAsync());

        int Accepted()
        {
            lock (accepted) return accepted.Count;
        }

        async Task SendAsync(HostProcess host)
        {
            while (!stop.IsCancellationRequested)
            {
                var item = Interlocked.Increment(ref next);
                try
                {
                    using var response = await host.Client.PostAsJsonAsync(new Uri("/workflows/crash/accept", UriKind.Relative), new { item });
                    if (!response.IsSuccessStatusCode) return;
                    lock (accepted) accepted.Add(item);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                await Task.Delay(100);
            }
        }
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("end")]
    public async Task Kill_AroundTheFirstCommits_LeavesNothingHalfDone(string when)
    {
        await using var crash = await CrashHost.CreateAsync(CrashHost.Definitions);
        var accepted = new List<int>();
        for (var commit = 1; commit <= 5; commit++)
        {
            await using var host = await crash.StartAsync("commit", killWhen: when, killAt: commit);
            try
            {
                for (var i = 0; i < 10; i++)
                {
                    using var response = await host.Client.PostAsJsonAsync(new Uri("/workflows/crash/accept", UriKind.Relative), new { item = commit * 100 + i });
                    response.EnsureSuccessStatusCode();
                    accepted.Add(commit * 100 + i);
                }

                // Killed in one of the runs that follow.
                await host.ExitAsync();
            }
            catch (HttpRequestException)
            {
                Assert.Equal(128 + 9, await host.ExitAsync());
            }
        }

        await using var last = await crash.StartAsync();
        await crash.Ledger.WaitUntilQuietAsync();
        var facts = (await crash.Ledger.ReadFactsAsync()).ConvertAll(fact => new ItemFact(fact.Position, fact.Type, ItemFact.ItemOf(fact.Type, fact.Body)));
        Assert.Empty(ItemChains.FindProblems(accepted, facts, await crash.Ledger.ReadLedgerKeysAsync()));
        // After the commit the run is there although nobody was told; before it there is nothing.
        if (when == "end") Assert.True(facts.Count(f => f.Type == "crash.accepted") > accepted.Count);
    }

    private static string Name(int node) => "node-" + node.ToString(CultureInfo.InvariantCulture);

    private static TemporaryFolder Definitions()
    {
        var folder = new TemporaryFolder();
        foreach (var file in (string[])["workflows/crash-accept.json", "workflows/crash-record.json", "cluster/crash-tick.json"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Crashes", file), folder[Path.GetFileName(file)]);
        return folder;
    }

    private static async Task<long> CountTicksAsync(CrashHost crash)
    {
        await using var command = crash.Database.CreateCommand("select count(*) from workflows.inbox where definition_id = 'crash-tick'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task StopTickingAsync(CrashHost crash)
    {
        await using var command = crash.Database.CreateCommand("delete from workflows.timers where definition_id = 'crash-tick'");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Waits until nothing belongs to a dead host. Judged by the rows that hosts write and the server's clock, since a machine that gives nobody a turn for seconds delays the ones that take over as much as it
    /// delays this test: a dead host is given up when its lease has ended, and each host that lives looks for such at each of its heartbeats, thrice a lease. Fifteen seconds after its death, that is.
    /// </summary>
    private async Task TakenOverAsync(CrashHost crash)
    {
        var lease = new HostLeaseOptions().Lease;
        Assert.True(lease + lease / 3 < TimeSpan.FromSeconds(15), "A host that dies right after its heartbeat would not be replaced in time.");
        var beats = new HashSet<(string Host, DateTimeOffset At)>();
        await Eventually.TrueAsync(async () =>
        {
            var (held, beaten) = await OfDeadHostsAsync(crash);
            beats.UnionWith(beaten);
            // Whoever has beaten twice since the lease ended has looked in between.
            Assert.True(held == 0 || beats.CountBy(b => b.Host).All(b => b.Value < 3), $"{held} pieces of work still belong to a dead host after these heartbeats: {string.Join(", ", beats)}");
            return held == 0;
        }, "nothing belongs to a dead host", TimeSpan.FromMinutes(5));
        output.WriteLine($"what the dead host held was taken over within {beats.CountBy(b => b.Host).Select(b => b.Value).DefaultIfEmpty(0).Max()} heartbeats of the others after its lease");
    }

    /// <summary>How much belongs to dead hosts, and the heartbeats of the others since the last lease ended.</summary>
    private static async Task<(long Held, List<(string Host, DateTimeOffset At)> Beats)> OfDeadHostsAsync(CrashHost crash)
    {
        // A host that was killed looks alive until its lease ends; only then is what it held given to others.
        await using var command = crash.Database.CreateCommand(
            $"""
            with alive as (select name, beat_at from workflows.hosts where lease_until > clock_timestamp())
            select (select count(*) from workflows.inbox where claimed_by is not null and consumed_at is null and not workflows.host_is_alive(claimed_by))
                 + (select count(*) from workflows.instances where owner is not null and not workflows.host_is_alive(owner))
                 + greatest(0, (select count(*) from alive) - {Nodes - 1}), null, null
            union all
            select null, name, beat_at from alive
            where (select count(*) from alive) < {Nodes} and beat_at > (select max(lease_until) from workflows.hosts where lease_until <= clock_timestamp())
            """);
        var (held, beats) = (0L, new List<(string, DateTimeOffset)>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (!reader.IsDBNull(0)) held = reader.GetInt64(0);
            else beats.Add((reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return (held, beats);
    }

    private static async Task<string> DescribeAsync(CrashHost crash)
    {
        await using var command = crash.Database.CreateCommand(
            """
            select concat_ws('; ',
                (select 'open items: ' || count(*) || ', claimed ' || count(claimed_by) || ', not yet due ' || count(*) filter (where not_before > clock_timestamp()) || ', of ' || string_agg(distinct coalesce(definition_id, kind::text), ' ')
                 from workflows.inbox where consumed_at is null and instance_id is not null),
                (select 'runs under way: ' || count(*) from workflows.instances where owner is not null),
                (select 'deliveries: ' || count(*) from workflows.deliveries where state in (0, 1)),
                (select string_agg(name || ' at ' || position || ' of ' || last || ' by ' || coalesce(host, '-'), ', ') from workflows.cursors, workflows.feed_head))
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The ticks that were accepted, and the seconds between the first and the last that have none. An accepted tick has an id that only its second gives; it is accepted up to a second before it.</summary>
    private static async Task<(int Ticks, List<DateTimeOffset> Missing)> ReadTicksAsync(CrashHost crash)
    {
        var ids = new HashSet<string>();
        var (from, to) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        await using var command = crash.Database.CreateCommand("select id, enqueued_at, consumed_at is not null from workflows.inbox where definition_id = 'crash-tick'");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Assert.True(reader.GetBoolean(2));
            ids.Add(reader.GetString(0));
            var at = reader.GetFieldValue<DateTimeOffset>(1);
            (from, to) = (at < from ? at : from, at > to ? at : to);
        }

        var seconds = new List<DateTimeOffset>();
        for (var second = new DateTimeOffset(from.Year, from.Month, from.Day, from.Hour, from.Minute, from.Second, TimeSpan.Zero).AddMinutes(-2); second <= to.AddSeconds(2); second = second.AddSeconds(1)) seconds.Add(second);
        var there = seconds.Select(s => ids.Contains(IdGenerator.Derive("tick", "crash-tick", "Tick", s.UtcTicks.ToString(CultureInfo.InvariantCulture)))).ToList();
        Assert.Equal(ids.Count, there.Count(t => t));
        return (ids.Count, [.. seconds.Where((s, i) => !there[i] && i > there.IndexOf(true) && i < there.LastIndexOf(true))]);
    }
}
