using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Testing;

namespace Status.Contracts.Tests.Deploy;

/// <summary>The shipped dashboards ask the database what it can answer, through an account that can do nothing else.</summary>
public sealed partial class GrafanaDashboardTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly string _folder = Path.Combine(Root(), "deploy", "grafana");

    [Fact]
    public async Task Queries_WithSamplesInTheStore_AllAnswerAsTheReadOnlyAccount()
    {
        var now = TimeProvider.System.GetUtcNow();
        string[] names = ["host.cpu.percent", "host.memory.percent", "host.disk.percent", "host.load.1m", "host.network.rx_bytes_per_second", "host.network.tx_bytes_per_second", "probe.latency.ms", "probe.success"];
        var samples = names.Select((name, index) => new MetricSample(index, new SeriesKey(name, [new("host", "h"), new("target", "self")]), now.AddMinutes(-1), 1)).ToArray();
        await new PostgresMetricSink(database.DataSource, new()).AppendAsync(samples, default);
        await using var connection = await ReadOnlyAsync();

        var queries = Directory.GetFiles(Path.Combine(_folder, "dashboards"), "*.json").SelectMany(Queries).ToList();

        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            await using var command = new NpgsqlCommand(Expand(query), connection);
            await using var rows = await command.ExecuteReaderAsync();
            Assert.True(await rows.ReadAsync(), query);
        }
    }

    [Fact]
    public async Task ReadOnlyAccount_EverythingElse_IsRefused()
    {
        await using var connection = await ReadOnlyAsync();
        foreach (var sql in (string[])["insert into metrics.sample values (1, now(), 1)", "set transaction read write; delete from metrics.sample", "create table metrics.mine ()"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }

        await using var readable = database.DataSource.CreateCommand("""
            select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not in ('metrics', 'pg_catalog', 'information_schema') and has_table_privilege('status_grafana', c.oid, 'select')
            """);
        Assert.Equal(0L, await readable.ExecuteScalarAsync());
    }

    private async Task<NpgsqlConnection> ReadOnlyAsync()
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(_folder, "read-only.sql"));
        for (var i = 0; i < 2; i++)
        {
            // Twice, since it may be run at any time.
            await using var command = database.DataSource.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        var connection = await database.DataSource.OpenConnectionAsync();
        await using var become = new NpgsqlCommand("set session authorization status_grafana; set default_transaction_read_only = on", connection);
        await become.ExecuteNonQueryAsync();
        return connection;
    }

    private static IEnumerable<string> Queries(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        // The engine's dashboard asks Prometheus; Status.Host.Tests holds it against a real scrape.
        var variables = dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().Where(AsksTheDatabase).Select(variable => variable.GetProperty("query").GetString()!);
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(AsksTheDatabase).SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("rawSql").GetString()!);
        return [.. variables, .. panels];
    }

    private static bool AsksTheDatabase(JsonElement part) =>
        part.TryGetProperty("datasource", out var source) && source.GetProperty("type").GetString() == "grafana-postgresql-datasource";

    /// <summary>Puts in what Grafana's PostgreSQL source would.</summary>
    private static string Expand(string sql) => TimeFilter().Replace(
        TimeGroup().Replace(sql, "floor(extract(epoch from $1)/60)*60 as \"time\""), "$1 between now() - interval '1 hour' and now()").Replace("$host", "'h'", StringComparison.Ordinal);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Status.sln"))) return folder.FullName;
        throw new InvalidOperationException("Status.sln was not found above the test's folder.");
    }

    [GeneratedRegex(@"\$__timeGroupAlias\(([\w.]+), \$__interval\)")]
    private static partial Regex TimeGroup();

    [GeneratedRegex(@"\$__timeFilter\(([\w.]+)\)")]
    private static partial Regex TimeFilter();
}
