using Npgsql;

namespace Status.Host.Identity.Users;

/// <summary>People, in <c>identity.users</c> and <c>identity.user_roles</c>.</summary>
internal sealed class UserStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>What <see cref="Read"/> expects, of <c>identity.users u</c>.</summary>
    internal const string Columns =
        """
        u.name, u.password_hash, u.display_name, u.disabled_at, u.created_at, u.last_sign_in_at,
        array(select r.role_name from identity.user_roles r where r.user_name = u.name order by 1),
        array(select distinct p from identity.user_roles r join identity.roles o on o.name = r.role_name, unnest(o.permissions) p where r.user_name = u.name order by 1),
        u.credential_version
        """;

    /// <summary>Finds somebody, also when disabled.</summary>
    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from identity.users u where u.name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Finds somebody who may sign in.</summary>
    public async Task<User?> FindEnabledAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) is { DisabledAt: null } user ? user : null;

    /// <summary>One page of people by name.</summary>
    /// <param name="search">Part of the name or the display name, whatever its case; <c>null</c> for all.</param>
    /// <param name="role">A role they have; <c>null</c> for any.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public async Task<(IReadOnlyList<User> Items, long Total)> ListAsync(string? search, string? role, long skip, int take, CancellationToken cancellationToken)
    {
        const string Found =
            """
            from identity.users u where ($1 = '' or strpos(lower(u.name || ' ' || u.display_name), lower($1)) > 0)
                and ($2 = '' or exists (select 1 from identity.user_roles r where r.user_name = u.name and r.role_name = $2))
            """;
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select count(*) {Found}") { Parameters = { Text(search), Text(role) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select {Columns} {Found} order by u.name limit $3 offset $4")
        {
            Parameters = { Text(search), Text(role), new NpgsqlParameter<int> { TypedValue = take }, new NpgsqlParameter<long> { TypedValue = skip } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var users = new List<User>();
        while (await reader.ReadAsync(cancellationToken)) users.Add(Read(reader));
        return (users, total);
    }

    /// <summary>Whether nobody was ever added.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select not exists (select 1 from identity.users)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Adds somebody, or gives an existing user this password, name and these roles, and lets them sign in.</summary>
    public async Task SaveAsync(User user, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await UserRows.SaveAsync(connection, user with { CreatedAt = time.GetUtcNow() }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Notes a sign-in.</summary>
    public async Task NoteSignInAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("update identity.users set last_sign_in_at = $2 where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads <see cref="Columns"/> that begin at a place of the row.</summary>
    internal static User Read(NpgsqlDataReader reader, int at = 0)
    {
        var name = reader.GetString(at);
        return new User(name, reader.GetString(at + 1), reader.GetFieldValue<string[]>(at + 6))
        {
            DisplayName = reader.GetString(at + 2) is { Length: > 0 } display ? display : name,
            DisabledAt = Time(reader, at + 3),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(at + 4),
            LastSignInAt = Time(reader, at + 5),
            Permissions = reader.GetFieldValue<string[]>(at + 7),
            CredentialVersion = reader.GetInt32(at + 8),
        };
    }

    private static NpgsqlParameter<string> Text(string? text) => new() { TypedValue = text ?? "" };

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<DateTimeOffset>(at);
}
