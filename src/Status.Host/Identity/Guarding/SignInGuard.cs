using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Status.Host.Identity.Guarding;

/// <summary>
/// Slows guessing down over all hosts. An attempt counts as failed from its beginning until it succeeds, so that many at once are not free. Whether an account exists makes no
/// difference here.
/// </summary>
internal sealed class SignInGuard(NpgsqlDataSource dataSource, TimeProvider time)
{
    private static readonly TimeSpan _memory = TimeSpan.FromHours(24);
    private static readonly TimeSpan _familiar = TimeSpan.FromDays(30);

    /// <summary>Begins an attempt.</summary>
    /// <returns>Zero when it may go on, else how long to wait; such an attempt does not count.</returns>
    public async Task<TimeSpan> BeginAsync(string account, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var keys = Keys(account, address);
        var known = await ReadAsync(connection, account, address, [.. keys.Select(key => key.Key)], now, cancellationToken);
        var waits = keys.Where(key => key.Backoff != Backoff.Account || !known.Familiar)
            .Select(key => known.Failures.TryGetValue(key.Key, out var f) ? f.At + key.Backoff.After(f.Count) - now : TimeSpan.Zero);
        if (waits.Max() is var wait && wait > TimeSpan.Zero) return wait;
        await CountAsync(connection, [.. keys.Select(key => key.Key)], now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TimeSpan.Zero;
    }

    /// <summary>Ends an attempt that was right: it no longer counts, and the account's own failures from this address are forgotten.</summary>
    public async Task SucceedAsync(string account, string address, CancellationToken cancellationToken)
    {
        var keys = Keys(account, address);
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.sign_in_failures where key = $1") { Parameters = { Text(keys[0].Key) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("update identity.sign_in_failures set failures = failures - 1 where key = any($1) and failures > 0")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. keys.Skip(1).Select(key => key.Key)] } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into identity.sign_in_addresses (user_name, address, last_at) values ($1, $2, $3) on conflict (user_name, address) do update set last_at = excluded.last_at")
        {
            Parameters = { Text(account), Text(address), At(time.GetUtcNow()) },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.sign_in_addresses where last_at < $1") { Parameters = { At(time.GetUtcNow() - _familiar) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.sign_in_failures where last_failed_at < $1") { Parameters = { At(time.GetUtcNow() - _memory) } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Known> ReadAsync(
        NpgsqlConnection connection, string account, string address, string[] keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, (int, DateTimeOffset)>(StringComparer.Ordinal);
        await using (var select = new NpgsqlCommand(
            "select key, failures, last_failed_at from identity.sign_in_failures where key = any($1) and last_failed_at > $2 order by key for update", connection))
        {
            select.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
            select.Parameters.Add(At(now - _memory));
            await using var reader = await select.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) failures[reader.GetString(0)] = (reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2));
        }

        await using var familiar = new NpgsqlCommand("select exists (select 1 from identity.sign_in_addresses where user_name = $1 and address = $2 and last_at > $3)", connection)
        {
            Parameters = { Text(account), Text(address), At(now - _familiar) },
        };
        return new Known(failures, (bool)(await familiar.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task CountAsync(NpgsqlConnection connection, string[] keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In one order everywhere: two attempts on one account never wait for each other in a circle.
        await using var count = new NpgsqlCommand(
            """
            insert into identity.sign_in_failures as f (key, failures, last_failed_at) select k, 1, $2 from unnest($1::text[]) k order by k
            on conflict (key) do update set failures = case when f.last_failed_at > $3 then f.failures + 1 else 1 end, last_failed_at = excluded.last_failed_at
            """,
            connection);
        count.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        count.Parameters.Add(At(now));
        count.Parameters.Add(At(now - _memory));
        await count.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The pair first; see <see cref="SucceedAsync"/>.</summary>
    private static (string Key, Backoff Backoff)[] Keys(string account, string address) =>
    [
        (Hash($"pair\n{account.ToUpperInvariant()}\n{address}"), Backoff.Pair), (Hash($"address\n{address}"), Backoff.Address), (Hash($"account\n{account.ToUpperInvariant()}"), Backoff.Account),
    ];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<DateTime> At(DateTimeOffset at) => new() { TypedValue = at.UtcDateTime };

    private sealed record Known(Dictionary<string, (int Count, DateTimeOffset At)> Failures, bool Familiar);
}
