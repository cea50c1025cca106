using Npgsql;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.ApiKeys;

/// <summary>API keys, in <c>identity.api_keys</c>; each change with its audit entry.</summary>
internal sealed class ApiKeyStore(NpgsqlDataSource dataSource, AuditTrail audit, TimeProvider time)
{
    private const string Select =
        $"select k.id, k.name, k.permissions, k.created_at, k.expires_at, k.last_used_at, {UserStore.Columns} from identity.api_keys k join identity.users u on u.name = k.user_name";

    private static readonly TimeSpan _noteUse = TimeSpan.FromMinutes(1);

    /// <summary>Finds a live key of somebody who may sign in, and notes its use at most once a minute.</summary>
    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = dataSource.CreateCommand($"{Select} where k.key_hash = $1 and k.expires_at > $2 and u.disabled_at is null");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(At(now));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        var key = Read(reader);
        await reader.CloseAsync();
        if (key.LastUsedAt is { } used && now - used < _noteUse) return key;
        await using var note = dataSource.CreateCommand("update identity.api_keys set last_used_at = $2 where id = $1");
        note.Parameters.Add(Text(key.Id));
        note.Parameters.Add(At(now));
        await note.ExecuteNonQueryAsync(cancellationToken);
        return key with { LastUsedAt = now };
    }

    /// <summary>Keys by name; of one person, or of all.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? userName, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"{Select} where $1 = '' or k.user_name = $1 order by k.user_name, k.name, k.id");
        command.Parameters.Add(Text(userName ?? ""));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(cancellationToken)) keys.Add(Read(reader));
        return keys;
    }

    /// <summary>Keeps a new key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="secret">The whole key as the machine sends it; only its hash is kept.</param>
    /// <param name="http">Who makes it.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public async Task AddAsync(ApiKey key, string secret, HttpContext http, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(
            "insert into identity.api_keys (id, key_hash, name, user_name, permissions, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)", connection)
        {
            Parameters =
            {
                Text(key.Id), new NpgsqlParameter<byte[]> { TypedValue = SessionToken.Hash(secret) }, Text(key.Name), Text(key.User.Name),
                new NpgsqlParameter<string[]> { TypedValue = [.. key.Granted] }, At(key.CreatedAt), At(key.ExpiresAt),
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await audit.RecordAsync(connection, AuditEntry.By(http, "api-key.created", $"api-key/{key.Id}", null, State(key)), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Revokes a key; of one person, or of anybody when <paramref name="userName"/> is <c>null</c>.</summary>
    /// <returns>The key that is gone; <c>null</c> when there was none.</returns>
    public async Task<ApiKey?> RevokeAsync(string id, string? userName, HttpContext http, CancellationToken cancellationToken)
    {
        if ((await ListAsync(userName, cancellationToken)).FirstOrDefault(key => key.Id == id) is not { } key) return null;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var delete = new NpgsqlCommand("delete from identity.api_keys where id = $1", connection) { Parameters = { Text(id) } };
        if (await delete.ExecuteNonQueryAsync(cancellationToken) == 0) return null;
        await audit.RecordAsync(connection, AuditEntry.By(http, "api-key.revoked", $"api-key/{id}", State(key), null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return key;
    }

    private static object State(ApiKey key) => new { key.Id, key.Name, User = key.User.Name, key.Granted, key.CreatedAt, key.ExpiresAt };

    private static ApiKey Read(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), UserStore.Read(reader, 6), reader.GetFieldValue<string[]>(2), reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5));

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<DateTime> At(DateTimeOffset at) => new() { TypedValue = at.UtcDateTime };
}
