using Npgsql;

namespace Status.Host.Identity;

/// <summary>People, in <c>identity.users</c>.</summary>
internal sealed class UserStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>Finds somebody who may sign in.</summary>
    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select name, password_hash, role from identity.users where name = $1 and disabled_at is null");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new User(reader.GetString(0), reader.GetString(1), reader.GetString(2)) : null;
    }

    /// <summary>Whether nobody was ever added.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select not exists (select 1 from identity.users)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Adds somebody, or gives an existing user this password and role.</summary>
    public async Task SaveAsync(User user, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            insert into identity.users (name, password_hash, role, created_at) values ($1, $2, $3, $4)
            on conflict (name) do update set password_hash = excluded.password_hash, role = excluded.role, disabled_at = null
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.PasswordHash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.Role });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
