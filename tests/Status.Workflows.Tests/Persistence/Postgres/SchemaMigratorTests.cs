using Npgsql;
using Status.Testing;
using Status.Workflows.Persistence.Postgres;

namespace Status.Workflows.Tests.Persistence.Postgres;

public sealed class SchemaMigratorTests : IAsyncLifetime
{
    private static readonly SchemaSource _good = Source("good", "Good");
    private static readonly SchemaSource _broken = Source("broken", "Broken");

    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync() =>
        _database = NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).CreateEmptyAsync());

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Migrate_EmptyDatabase_AppliesEachFileOnceInOrder()
    {
        var migrator = new SchemaMigrator([_good]);

        var first = await migrator.MigrateAsync(_database);
        var second = await migrator.MigrateAsync(_database);

        Assert.Equal(["0001_first.sql", "0002_second.sql"], first.Select(m => m.Name));
        Assert.Empty(second);
        Assert.Equal(1L, await ScalarAsync("select count(*) from good.first"));
    }

    [Fact]
    public async Task Migrate_TenHostsAtOnce_ApplyEachFileOnce()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => new SchemaMigrator([_good]).MigrateAsync(_database)));

        Assert.Equal(2, reports.Sum(report => report.Count));
        Assert.Equal(1L, await ScalarAsync("select count(*) from good.first"));
    }

    [Fact]
    public async Task Migrate_FileFails_NamesFileAndKeepsNothingOfIt()
    {
        var exception = await Assert.ThrowsAsync<SchemaMigrationException>(() => new SchemaMigrator([_broken]).MigrateAsync(_database));

        Assert.Contains("broken/0002_broken.sql failed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("select count(*) from pg_tables where schemaname = 'broken'"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from public.schema_migrations"));
    }

    [Fact]
    public async Task Migrate_AppliedFileWasEdited_IsRefused()
    {
        await new SchemaMigrator([_good]).MigrateAsync(_database);
        await ScalarAsync("update public.schema_migrations set checksum = repeat('0', 64) where name = '0001_first.sql' returning 1");

        var exception = await Assert.ThrowsAsync<SchemaMigrationException>(() => new SchemaMigrator([_good]).MigrateAsync(_database));

        Assert.Contains("good/0001_first.sql", exception.Message, StringComparison.Ordinal);
    }

    private static SchemaSource Source(string schema, string folder) =>
        new(schema, typeof(SchemaMigratorTests).Assembly, $"Status.Workflows.Tests.Persistence.Postgres.Sql.{folder}");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
