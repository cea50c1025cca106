using Npgsql;

namespace Status.Host.Identity;

/// <summary>Named keys of the product, kept wrapped in the database, so that all hosts on it share them.</summary>
internal sealed class DataKeys(NpgsqlDataSource dataSource, MasterKeyHolder masterKey, TimeProvider time)
{
    /// <summary>Gives the key of that name, making it the first time. Hosts that ask together get the same one.</summary>
    /// <param name="name">For example <c>jwt</c> or <c>ledger</c>.</param>
    /// <param name="create">Makes a new key; its result is discarded when another host was quicker.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <exception cref="Hosting.StartupException">The stored key was wrapped under another master key.</exception>
    public async Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } existing)
            return masterKey.Value.Unwrap(name, existing);
        await using (var insert = dataSource.CreateCommand(
            "insert into identity.data_keys (name, wrapped, created_at) values ($1, $2, $3) on conflict (name) do nothing"))
        {
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = masterKey.Value.Wrap(name, create()) });
            insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        return masterKey.Value.Unwrap(name, (await FindAsync(name, cancellationToken))!);
    }

    private async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var select = dataSource.CreateCommand("select wrapped from identity.data_keys where name = $1");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (byte[]?)await select.ExecuteScalarAsync(cancellationToken);
    }
}
