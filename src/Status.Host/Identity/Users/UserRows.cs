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

    private static NpgsqlParameter<string> Name(User user) => new() { TypedValue = user.Name };

    private static NpgsqlParameter<string[]> Roles(User user) => new() { TypedValue = [.. user.Roles] };
}
