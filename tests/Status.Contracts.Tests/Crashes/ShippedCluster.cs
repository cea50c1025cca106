using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Registry.Agreements;
using Status.Activities.Registry.Platform;
using Status.Testing;
using Status.Testing.Workflows;

namespace Status.Contracts.Tests.Crashes;

/// <summary>What all worlds begin with: the platform's agreement and its controls in a database, and the shipped definitions, published.</summary>
public sealed class ShippedCluster : IAsyncLifetime
{
    private readonly PostgresDatabase _database = new();
    private PostgresAgreementStore _agreements = null!;
    private ShippedWorld _published = null!;

    /// <summary>Files of the shipped definitions.</summary>
    internal static string[] Files => [.. Directory.GetFiles(Path.GetDirectoryName(ShippedWorkflows.Path("compliance-check.json"))!, "*.json").Order(StringComparer.Ordinal)];

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
        _published = new ShippedWorld(Database, _agreements);
        await using var life = new ShippedLife(_published, new CrashPoint(int.MaxValue, after: false));
        foreach (var file in Files) await life.PublishAsync(await File.ReadAllTextAsync(file));
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => _database.DisposeAsync();

    /// <summary>A world in which nothing has happened yet.</summary>
    internal async Task<ShippedWorld> CreateWorldAsync()
    {
        // The slices that live on PostgreSQL alone begin empty; the ledger refuses deletions to everybody but the owner of the triggers.
        await using var command = Database.CreateCommand(
            """
            set session_replication_role = replica;
            delete from alerts.events; delete from alerts.alerts; delete from alerts.conditions; delete from ledger.entries; delete from ledger.tiles; delete from ledger.checkpoints;
            set session_replication_role = origin
            """);
        await command.ExecuteNonQueryAsync();
        var world = new ShippedWorld(Database, _agreements);
        foreach (var (id, definition) in _published.State.Definitions) world.State.Definitions[id] = definition;
        foreach (var (id, timer) in _published.State.TriggerTimers) world.State.TriggerTimers[id] = timer;
        world.State.Triggers.AddRange(_published.State.Triggers);
        return world;
    }
}
