using Npgsql;

namespace Status.Host.Identity.Roles;

/// <summary>Roles, in <c>identity.roles</c>.</summary>
internal sealed class RoleStore(NpgsqlDataSource dataSource)
{
    /// <summary>Writes the built-in roles as this version knows them.</summary>
    public async Task EnsureBuiltInAsync(CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        foreach (var role in BuiltInRoles.All)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                insert into identity.roles (name, description, permissions) values ($1, $2, $3)
                on conflict (name) do update set description = excluded.description, permissions = excluded.permissions
                """)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = role.Name },
                    new NpgsqlParameter<string> { TypedValue = role.Description },
                    new NpgsqlParameter<string[]> { TypedValue = [.. role.Permissions] },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>All roles by name.</summary>
    public async Task<IReadOnlyList<Role>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select name, description, permissions from identity.roles order by name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var roles = new List<Role>();
        while (await reader.ReadAsync(cancellationToken)) roles.Add(new Role(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        return roles;
    }
}
