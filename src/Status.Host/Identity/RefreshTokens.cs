using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Status.Host.Identity;

/// <summary>Refresh tokens that rotate: each is good for one use, and a second use ends the family, since somebody has a copy.</summary>
internal sealed class RefreshTokens(NpgsqlDataSource dataSource, IOptions<SecurityOptions> options, TimeProvider time)
{
    /// <summary>Starts a family at sign-in.</summary>
    public Task<string> IssueAsync(string user, CancellationToken cancellationToken) =>
        IssueAsync(user, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), cancellationToken);

    /// <summary>Spends a token.</summary>
    /// <returns>The user and the next token; <c>null</c> when it is unknown, expired or was spent before.</returns>
    public async Task<(string User, string Next)?> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var hash = Hash(token);
        if (await SpendAsync(hash, now, cancellationToken) is { } spent)
            return (spent.User, await IssueAsync(spent.User, spent.Family, cancellationToken));
        await using var end = dataSource.CreateCommand(
            "delete from identity.refresh_tokens where family = (select family from identity.refresh_tokens where token_hash = $1 and used_at is not null)");
        end.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await end.ExecuteNonQueryAsync(cancellationToken);
        return null;
    }

    private async Task<(string Family, string User)?> SpendAsync(byte[] hash, DateTime now, CancellationToken cancellationToken)
    {
        await using var spend = dataSource.CreateCommand(
            """
            update identity.refresh_tokens set used_at = $2
            where token_hash = $1 and used_at is null and expires_at > $2
            returning family, user_name
            """);
        spend.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        spend.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now });
        await using var reader = await spend.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    private async Task<string> IssueAsync(string user, string family, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().UtcDateTime;
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.refresh_tokens where expires_at < $1")
        {
            Parameters = { new NpgsqlParameter<DateTime> { TypedValue = now } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into identity.refresh_tokens (token_hash, family, user_name, expires_at) values ($1, $2, $3, $4)")
        {
            Parameters =
            {
                new NpgsqlParameter<byte[]> { TypedValue = Hash(token) },
                new NpgsqlParameter<string> { TypedValue = family },
                new NpgsqlParameter<string> { TypedValue = user },
                new NpgsqlParameter<DateTime> { TypedValue = now + options.Value.RefreshTokenLifetime },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return token;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
