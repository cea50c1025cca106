using Npgsql;
using Status.Activities;
using Status.Host.Hosting.Embedded;
using Status.Workflows.Persistence.Postgres;

namespace Status.Host.Hosting;

/// <summary>The one database of this process: opened before anything else runs, closed after everything else has stopped.</summary>
internal sealed partial class StatusDatabase(ILogger<StatusDatabase> logger) : IAsyncDisposable
{
    private PostgresCluster? _cluster;
    private NpgsqlDataSource? _dataSource;

    /// <summary>The schemas in the order in which they are built.</summary>
    public static IReadOnlyList<SchemaSource> Schemas { get; } =
    [
        SchemaSource.Workflows,
        new("identity", typeof(StatusDatabase).Assembly, "Status.Host.Identity.Migrations"),
        .. ActivitySchemas.All,
    ];

    /// <summary>Connections to the database.</summary>
    /// <exception cref="InvalidOperationException">Asked for before the database was opened.</exception>
    public NpgsqlDataSource DataSource =>
        _dataSource ?? throw new InvalidOperationException("The database was asked for before it was opened: resolve it when the host runs.");

    /// <summary>Whether the database is this host's own.</summary>
    public bool IsEmbedded => _cluster is not null;

    /// <summary>Completes when the embedded PostgreSQL ends by itself; never for an external one.</summary>
    public Task Lost => _cluster?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>Whether the embedded PostgreSQL has ended by itself.</summary>
    public bool IsLost => _cluster?.HasExited == true;

    /// <summary>Connects to the configured server, or starts the embedded one.</summary>
    /// <exception cref="StartupException">Neither is possible; the message says why.</exception>
    public async Task OpenAsync(
        DataFolder folder, DatabaseChoice choice, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var connectionString = choice.ConnectionString;
        if (connectionString is null)
        {
            _cluster = await PostgresCluster.StartAsync(folder, choice.Embedded, time, loggers.CreateLogger<PostgresCluster>(), cancellationToken);
            connectionString = _cluster.ConnectionString;
        }

        var builder = new NpgsqlDataSourceBuilder(ConnectionTuning.Tune(connectionString));
        builder.UseLoggerFactory(loggers);
        _dataSource = builder.Build();
        if (_cluster is null)
            await ExternalServer.CheckAsync(_dataSource, cancellationToken);
    }

    /// <summary>Applies the migrations that are missing.</summary>
    /// <exception cref="StartupException">One failed.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var migration in await new SchemaMigrator(Schemas).MigrateAsync(DataSource, cancellationToken))
                Log.Migrated(logger, migration.Schema, migration.Name);
        }
        catch (SchemaMigrationException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        (_dataSource, _cluster) = (null, null);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 320, Level = LogLevel.Debug, Message = "Applied migration {Schema}/{Name}")]
        public static partial void Migrated(ILogger logger, string schema, string name);
    }
}
