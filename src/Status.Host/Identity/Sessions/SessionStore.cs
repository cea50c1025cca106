using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.Sessions;

/// <summary>Sessions, in <c>identity.sessions</c>. Nothing here is remembered; see <see cref="SessionCache"/>.</summary>
internal sealed class SessionStore(NpgsqlDataSource dataSource, IOptions<UserSessionOptions> options, TimeProvider time)
{
    private const int LongestAgent = 256;

    private const string Select =
        $"select s.id, s.address, s.user_agent, s.created_at, s.last_seen_at, s.expires_at, s.ends_at, {UserStore.Columns} from identity.sessions s join identity.users u on u.name = s.user_name";

    // Renewed at most once a minute: reading must not turn into writing.
    private static readonly TimeSpan _renewal = TimeSpan.FromMinutes(1);

    /// <summary>Opens a session.</summary>
    /// <returns>The token for the browser, which is nowhere else, and when the session ends at the latest.</returns>
    public async Task<(string Token, DateTimeOffset EndsAt)> OpenAsync(User user, string address, string userAgent, CancellationToken cancellationToken)
    {
        var token = SessionToken.Create();
        var now = time.GetUtcNow();
        var ends = now + options.Value.Lifetime;
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.sessions where expires_at < $1") { Parameters = { At(now) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into identity.sessions (token_hash, id, user_name, address, user_agent, created_at, last_seen_at, expires_at, ends_at)
            values ($1, $2, $3, $4, $5, $6, $6, $7, $8)
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<byte[]> { TypedValue = SessionToken.Hash(token) },
                Text(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))),
                Text(user.Name),
                Text(address),
                Text(userAgent.Length > LongestAgent ? userAgent[..LongestAgent] : userAgent),
                At(now),
                At(Earlier(now + options.Value.IdleTimeout, ends)),
                At(ends),
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (token, ends);
    }

    /// <summary>Finds a live session of somebody who may sign in, and renews it when it was not seen for a minute.</summary>
    public async Task<Session?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = dataSource.CreateCommand($"{Select} where s.token_hash = $1 and s.expires_at > $2 and s.ends_at > $2 and u.disabled_at is null");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = tokenHash });
        command.Parameters.Add(At(now));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        var session = Read(reader);
        await reader.CloseAsync();
        return now - session.LastSeenAt < _renewal ? session : await RenewAsync(session, tokenHash, now, cancellationToken);
    }

    /// <summary>Live sessions of somebody, the last used first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string userName, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"{Select} where s.user_name = $1 and s.expires_at > $2 order by s.last_seen_at desc");
        command.Parameters.Add(Text(userName));
        command.Parameters.Add(At(time.GetUtcNow()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<Session>();
        while (await reader.ReadAsync(cancellationToken)) sessions.Add(Read(reader));
        return sessions;
    }

    /// <summary>Ends one session.</summary>
    public Task CloseAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("delete from identity.sessions where id = $1", cancellationToken, Text(id));

    /// <summary>Ends all sessions of somebody and all their refresh tokens; <paramref name="except"/> names a session that stays.</summary>
    public async Task CloseAllAsync(string userName, string? except, CancellationToken cancellationToken)
    {
        await ExecuteAsync("delete from identity.sessions where user_name = $1 and id <> $2", cancellationToken, Text(userName), Text(except ?? ""));
        await ExecuteAsync("delete from identity.refresh_tokens where user_name = $1", cancellationToken, Text(userName));
    }

    private async Task<Session?> RenewAsync(Session session, byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expires = Earlier(now + options.Value.IdleTimeout, session.EndsAt);
        await ExecuteAsync(
            "update identity.sessions set last_seen_at = $2, expires_at = $3 where token_hash = $1",
            cancellationToken,
            new NpgsqlParameter<byte[]> { TypedValue = tokenHash }, At(now), At(expires));
        return session with { LastSeenAt = now, ExpiresAt = expires };
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Session Read(NpgsqlDataReader reader) => new(
        reader.GetString(0), UserStore.Read(reader, 7), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<DateTime> At(DateTimeOffset at) => new() { TypedValue = at.UtcDateTime };
}
