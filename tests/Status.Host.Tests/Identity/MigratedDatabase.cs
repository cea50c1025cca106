using Npgsql;
using Status.Host.Hosting;
using Status.Testing;
using Status.Workflows.Persistence.Postgres;

namespace Status.Host.Tests.Identity;

/// <summary>A fresh database with every schema of the host, that of identity included.</summary>
public sealed class MigratedDatabase : IAsyncLifetime
{
    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        DataSource = NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).CreateEmptyAsync());
        await new SchemaMigrator(StatusDatabase.Schemas).MigrateAsync(DataSource);
    }

    public async Task DisposeAsync() => await DataSource.DisposeAsync();
}
