using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Storage;
using Status.Activities.Registry.Computations;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Stores in PostgreSQL, as they ship.</summary>
internal sealed class DatabaseStores(NpgsqlDataSource database) : ShippedStores
{
    public override IComputationStore Computations { get; } = new PostgresComputationStore(database);

    public override IPointStore Points { get; } = new PostgresPointStore(database);

    public override void AddTo(IServiceCollection services)
    {
        services.AddPostgresWorkflowStores();
        services.AddSingleton<IEvidenceBlobs, PostgresEvidenceBlobs>().AddSingleton(p => new EvidenceLibrary(database, p.GetRequiredService<IEvidenceBlobs>()));
        services.AddSingleton<IEvidenceIndex>(p => p.GetRequiredService<EvidenceLibrary>());
        services.AddSingleton(Computations).AddSingleton<IComputationSummaries>(Computations).AddSingleton(Points);
    }

    public override async Task StopSchedulesAsync()
    {
        await using var command = database.CreateCommand("delete from workflows.timers where kind = 0");
        await command.ExecuteNonQueryAsync();
    }

    public override Task<IReadOnlyList<ShippedFact>> ReadFactsAsync() => ReadAsync(
        "select type, key, depth, body from workflows.facts order by position",
        row => new ShippedFact(row.GetString(0), row.GetString(1), row.GetInt32(2), (DataObject)DataJson.Parse(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(3)))!));

    public override async Task<IReadOnlyList<string>> ReadRowsAsync() =>
    [
        .. await ReadAsync("select instance_id, status_code, body from workflows.replies", row => Reply(row.GetString(0), row.GetInt32(1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)))),
        .. await ReadAsync("select definition_id, sub_status, incident_count from workflows.instances", row => Run(row.GetString(0), (InstanceSubStatus)row.GetInt16(1), row.GetInt32(2))),
        .. await ReadAsync("select kind, parked_reason from workflows.inbox where consumed_at is null", row => Left((InboxItemKind)row.GetInt16(0), row.IsDBNull(1) ? null : row.GetString(1))),
        .. await ReadAsync("select name from workflows.bookmarks", row => $"waits {row.GetString(0)}"),
        // A column that a recovery has forgotten to clear would keep the run, or the message, from everybody for ever.
        .. await ReadAsync("select definition_id from workflows.instances where owner is not null", row => $"left in the hands of a host: a run of {row.GetString(0)}"),
        .. await ReadAsync("select key from workflows.deliveries where state in (0, 1)", row => $"left unsent {row.GetString(0)}"),
        .. await ReadAsync(
            "select coalesce(control_id, ''), kind, source, encode(digest, 'hex') from evidence.items",
            row => Evidence(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))),
    ];

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }
}
