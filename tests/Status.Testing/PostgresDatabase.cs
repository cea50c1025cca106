using Npgsql;
using Xunit;

namespace Status.Testing;

/// <summary>A class fixture: one fresh, migrated database for the tests of one class.</summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    /// <summary>Connections to the database.</summary>
    public NpgsqlDataSource DataSource { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => DataSource = await PostgresServer.CreateDatabaseAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await DataSource.DisposeAsync();
}
