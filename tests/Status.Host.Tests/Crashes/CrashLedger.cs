using System.Text;
using System.Text.Json;
using Npgsql;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>Reads what a killed host left, from the database itself.</summary>
internal sealed class CrashLedger(NpgsqlDataSource database)
{
    /// <summary>Every fact in the order of the feed.</summary>
    public async Task<List<(long Position, string Type, string Key, JsonElement Body)>> ReadFactsAsync()
    {
        var facts = new List<(long, string, string, JsonElement)>();
        await using var command = database.CreateCommand("select position, type, key, body from workflows.facts order by position");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(3)));
            facts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), body.RootElement.Clone()));
        }

        return facts;
    }

    /// <summary>The position of the fact that each fact follows from; 0 for the first ones.</summary>
    public async Task<Dictionary<long, long>> ReadCausesAsync()
    {
        var causes = new Dictionary<long, long>();
        await using var command = database.CreateCommand("select position, cause from workflows.facts");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) causes[reader.GetInt64(0)] = reader.GetInt64(1);
        return causes;
    }

    /// <summary>What was put aside as impossible: inbox items and facts, with the reason.</summary>
    public async Task<List<string>> ReadParkedAsync()
    {
        var parked = new List<string>();
        await using var command = database.CreateCommand(
            """
            select kind || ' ' || coalesce(definition_id, instance_id, '') || ': ' || parked_reason from workflows.inbox where parked_reason is not null
            union all select follower || ' ' || type || ': ' || reason from workflows.parked_facts
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) parked.Add(reader.GetString(0));
        return parked;
    }

    /// <summary>Keys of the ledger in the order of its entries.</summary>
    public async Task<List<string>> ReadLedgerKeysAsync()
    {
        var keys = new List<string>();
        await using var command = database.CreateCommand("select key from ledger.entries order by index");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) keys.Add(reader.GetString(0));
        return keys;
    }

    /// <summary>
    /// Waits until nothing is left to do: no open inbox item that could run, no run in the middle of a burst, no message unsent, every cursor at the head, and the same picture for a while.
    /// </summary>
    public async Task WaitUntilQuietAsync(CancellationToken cancellationToken = default)
    {
        (long Head, long Open, long Behind) last = (-1, -1, -1);
        var same = 0;
        try
        {
            await Eventually.TrueAsync(IsQuietAsync, "the host has come to rest", every: TimeSpan.FromMilliseconds(250), cancellationToken: cancellationToken);
        }
        catch (TimeoutException waited)
        {
            throw new TimeoutException($"{waited.Message} What is left to do:\n{string.Join('\n', await ReadUnfinishedAsync())}", waited);
        }

        async Task<bool> IsQuietAsync()
        {
            await using var command = database.CreateCommand(
                """
                select (select last from workflows.feed_head),
                       (select count(*) from workflows.inbox where consumed_at is null and parked_reason is null and instance_id is not null)
                           + (select count(*) from workflows.instances where owner is not null)
                           + (select count(*) from workflows.deliveries where state in (0, 1)),
                       (select count(*) from workflows.cursors, workflows.feed_head where position < last)
                """);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var now = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
            same = now == last && now is { Item2: 0, Item3: 0 } ? same + 1 : 0;
            last = now;
            return same >= 4;
        }
    }

    /// <summary>Everything that stands in the way of rest, a line each.</summary>
    private async Task<List<string>> ReadUnfinishedAsync()
    {
        var lines = new List<string>();
        await using var command = database.CreateCommand(
            """
            select 'inbox ' || to_jsonb(i)::text from workflows.inbox i where consumed_at is null and parked_reason is null and instance_id is not null
            union all select 'run ' || (to_jsonb(r) - 'state')::text from workflows.instances r where owner is not null
            union all select 'delivery ' || to_jsonb(d)::text from workflows.deliveries d where state in (0, 1)
            union all select 'cursor ' || to_jsonb(c)::text || ' of ' || last from workflows.cursors c, workflows.feed_head where position < last
            union all select 'fact ' || position || ' ' || type from workflows.facts where position > (select max(position) - 10 from workflows.facts)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }
}
