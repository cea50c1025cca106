using Npgsql;

namespace Status.Host.Identity.Users;

/// <summary>The statements that change people; the caller holds the transaction.</summary>
internal static class UserRows
{
    /// <summary>Adds somebody, or changes them to this; roles included.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, User user, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    insert into identity.users (name, password_hash, display_name, created_at, disabled_at) values ($1, $2, $3, $4, $5)
                    on conflict (name) do update set password_hash = excluded.password_hash, display_name = excluded.display_name, disabled_at = excluded.disabled_at
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = user.Name },
                        new NpgsqlParameter<string> { TypedValue = user.PasswordHash },
                        new NpgsqlParameter<string> { TypedValue = user.DisplayName },
                        new NpgsqlParameter<DateTime> { TypedValue = user.CreatedAt.UtcDateTime },
                        new NpgsqlParameter { Value = user.DisabledAt is { } at ? at.UtcDateTime : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                    },
                },
                new NpgsqlBatchCommand("delete from identity.user_roles where user_name = $1 and role_name <> all($2)") { Parameters = { Name(user), Roles(user) } },
                new NpgsqlBatchCommand("insert into identity.user_roles (user_name, role_name) select $1, unnest($2::text[]) on conflict do nothing")
                {
                    Parameters = { Name(user), Roles(user) },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes somebody; sessions, tokens, keys and roles go with them.</summary>
    public static async Task DeleteAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("delete from identity.users where name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends somebody's sessions, but for one, and all their access and refresh tokens.</summary>
    public static async Task EndSessionsAsync(NpgsqlConnection connection, string name, string? except, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("delete from identity.sessions where user_name = $1 and id <> $2")
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<string> { TypedValue = except ?? "" } },
                },
                new NpgsqlBatchCommand("delete from identity.refresh_tokens where user_name = $1") { Parameters = { new NpgsqlParameter<string> { TypedValue = name } } },
                new NpgsqlBatchCommand("update identity.users set credential_version = credential_version + 1 where name = $1")
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = name } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<string> Name(User user) => new() { TypedValue = user.Name };

    private static NpgsqlParameter<string[]> Roles(User user) => new() { TypedValue = [.. user.Roles] };
}
