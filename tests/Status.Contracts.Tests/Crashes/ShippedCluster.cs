using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Registry.Agreements;
using Status.Activities.Registry.Platform;
using Status.Testing;
using Status.Testing.Workflows;

namespace Status.Contracts.Tests.Crashes;

/// <summary>What all worlds begin with: the platform's agreement and its controls in a database, and the shipped definitions, published in memory.</summary>
public class ShippedCluster : IAsyncLifetime
{
    /// <summary>What publishing leaves, and what no scenario touches.</summary>
    private const string Kept = """
        'workflows.definitions', 'workflows.triggers', 'workflows.feed_head', 'workflows.fact_partitions', 'registry.agreements', 'registry.agreement_versions', 'registry.catalogs', 'registry.controls',
        'registry.scopes', 'registry.scope_sets', 'ledger.keys'
        """;

    private readonly PostgresDatabase _database = new();
    private PostgresAgreementStore _agreements = null!;
    private ShippedWorld _published = null!;
    private string _empty = "";

    /// <summary>Files of the shipped definitions.</summary>
    internal static string[] Files => [.. Directory.GetFiles(Path.GetDirectoryName(ShippedWorkflows.Path("compliance-check.json"))!, "*.json").Order(StringComparer.Ordinal)];

    /// <summary>Whether the worlds keep everything in PostgreSQL.</summary>
    protected virtual bool OnPostgres => false;

    private NpgsqlDataSource Database => _database.DataSource;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        // The catalog is older than any run.
        var early = new TestTimeProvider(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _agreements = new PostgresAgreementStore(Database, early);
        var seed = new PlatformSeed(_agreements, Database, Options.Create(new PlatformOptions()), early);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(ShippedWorkflows.Path("agreements/platform-service-levels.json")));
        await seed.StoreAsync(PlatformSeed.PlatformAgreement, seed.Render(document.RootElement), default);
        _published = new ShippedWorld(Database, _agreements, OnPostgres);
        await using (var life = new ShippedLife(_published, CrashPoint.Never()))
            foreach (var file in Files) await life.PublishAsync(await File.ReadAllTextAsync(file));
        await ExecuteAsync("create table public.published_timers as table workflows.timers");
        _empty = await WriteEmptyingAsync();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => _database.DisposeAsync();

    /// <summary>A world in which nothing has happened yet.</summary>
    internal async Task<ShippedWorld> CreateWorldAsync()
    {
        await ExecuteAsync(_empty);
        var world = new ShippedWorld(Database, _agreements, OnPostgres);
        if (world.Stores is not MemoryStores { State: var state } || _published.Stores is not MemoryStores { State: var published }) return world;
        foreach (var (id, definition) in published.Definitions) state.Definitions[id] = definition;
        foreach (var (id, timer) in published.TriggerTimers) state.TriggerTimers[id] = timer;
        state.Triggers.AddRange(published.Triggers);
        return world;
    }

    /// <summary>The statement that empties every table a scenario may fill: in worlds in memory, of the slices that live on PostgreSQL alone. The ledger refuses deletions to everybody but the owner of its triggers.</summary>
    private async Task<string> WriteEmptyingAsync()
    {
        var schemas = OnPostgres ? "'workflows', 'registry', 'evidence', 'ledger', 'alerts'" : "'ledger', 'alerts'";
        await using var command = Database.CreateCommand($"""
            select string_agg(format('delete from %I.%I;', n.nspname, c.relname), ' ')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ({schemas}) and c.relkind in ('r', 'p') and not c.relispartition and n.nspname || '.' || c.relname not in ({Kept})
            """);
        return $"""
            set session_replication_role = replica; {await command.ExecuteScalarAsync()}
            {(OnPostgres ? "insert into workflows.timers select * from public.published_timers; update workflows.feed_head set last = 0;" : "")} set session_replication_role = origin
            """;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The same with everything in PostgreSQL, as it ships.</summary>
public sealed class PostgresShippedCluster : ShippedCluster
{
    /// <inheritdoc/>
    protected override bool OnPostgres => true;
}
