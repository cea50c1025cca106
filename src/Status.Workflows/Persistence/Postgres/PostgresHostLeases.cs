using System.Collections.Concurrent;
using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Host leases in PostgreSQL. The server's clock decides, so that hosts whose clocks differ agree on who is alive.</summary>
internal sealed class PostgresHostLeases(NpgsqlDataSource dataSource, StoreSignals signals, TimeProvider timeProvider) : IHostLeases
{
    /// <summary>Inserts a continue item for each run of a preceding <c>free (id, revision)</c>; $3 is the time.</summary>
    public const string Continue = """
        insert into workflows.inbox (id, kind, instance_id, cause, depth, not_before, enqueued_at)
        select 'continue/' || id || '/' || revision, 2, id, 0, 0, $3, $3 from free on conflict (id) do nothing
        """;

    /// <summary>Lease of a host that claims work before its first heartbeat.</summary>
    private static readonly TimeSpan _firstLease = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _known = new();

    /// <summary>Gives a host that never had a heartbeat its first lease.</summary>
    public async ValueTask EnsureAsync(string host, CancellationToken cancellationToken)
    {
        if (!_known.ContainsKey(host)) await BeatAsync(host, _firstLease, cancellationToken);
    }

    public async ValueTask BeatAsync(string host, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            insert into workflows.hosts (name, started_at, beat_at, lease_until)
            values ($1, clock_timestamp(), clock_timestamp(), clock_timestamp() + $2)
            on conflict (name) do update set beat_at = excluded.beat_at, lease_until = excluded.lease_until
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = host });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        await command.ExecuteNonQueryAsync(cancellationToken);
        _known[host] = true;
    }

    public async ValueTask<int> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var ticks = AheadTicks.AddGiveBackOfTheDead(batch);
        var items = batch.Add("""
            update workflows.inbox set claimed_by = null
            where claimed_by is not null and consumed_at is null and claimed_by not in (select name from workflows.hosts where lease_until > clock_timestamp())
            """);
        var runs = batch.Add($"""
            with free as (update workflows.instances set owner = null
                where owner is not null and owner not in (select name from workflows.hosts where lease_until > clock_timestamp())
                returning id, revision)
            {Continue.Replace("$3", "$1", StringComparison.Ordinal)}
            """).With(timeProvider.GetUtcNow());
        batch.Add("""
            update workflows.deliveries set state = 0, claimed_by = null
            where state = 1 and claimed_by not in (select name from workflows.hosts where lease_until > clock_timestamp())
            """);
        batch.Add("""
            select workflows.match_stimuli(array(
                select distinct i.stimulus_hash from workflows.inbox i
                where i.instance_id is null and i.consumed_at is null and i.parked_reason is null
                  and exists (select 1 from workflows.bookmarks b where b.hash = i.stimulus_hash)))
            """);
        batch.Add("delete from workflows.hosts where lease_until < clock_timestamp() - interval '1 day'");
        await batch.ExecuteNonQueryAsync(cancellationToken);
        var recovered = (int)(items.RecordsAffected + runs.RecordsAffected + ticks.RecordsAffected);
        if (recovered + await CallHeldAsync(connection, cancellationToken) > 0) signals.Inbox.Set();
        if (ticks.RecordsAffected > 0) signals.Timers.Set();
        return recovered;
    }

    /// <summary>Should a call have been missed (a limit that came or changed while runs of another version went on), the oldest start of each definition asks again.</summary>
    private async Task<int> CallHeldAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select workflows.call_held(array(select distinct limited_by from workflows.inbox where limited_by is not null and consumed_at is null and held), $1, 1)")
            .With(timeProvider.GetUtcNow());
        return (int)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask RetireAsync(string host, CancellationToken cancellationToken)
    {
        await BeatAsync(host, TimeSpan.Zero, cancellationToken);
        await RecoverAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("update workflows.cursors set host = null where host = $1").With(host);
        batch.AddNotify(["i", "f"]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<HostStatus>> GetHostsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select name, started_at, beat_at, lease_until > clock_timestamp() from workflows.hosts order by started_at desc");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hosts = new List<HostStatus>();
        while (await reader.ReadAsync(cancellationToken))
            hosts.Add(new HostStatus(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetBoolean(3)));
        return hosts;
    }
}
