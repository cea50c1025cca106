using Microsoft.Extensions.Options;
using Npgsql;
using Status.Host.Hosting;
using Status.Host.Hosting.Embedded;

namespace Status.Host.Commands;

/// <summary>
/// The host's database for a command: the external server if one is configured; else the embedded one beside a running host; else the
/// embedded one, started for the time of the command.
/// </summary>
internal sealed class DatabaseAccess : IAsyncDisposable
{
    private readonly DataFolder? _folder;
    private readonly PostgresCluster? _cluster;

    private DatabaseAccess(NpgsqlDataSource dataSource, string description, DataFolder? folder = null, PostgresCluster? cluster = null) =>
        (DataSource, Description, _folder, _cluster) = (dataSource, description, folder, cluster);

    /// <summary>Connections to the database.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Which database it is, for the command's report.</summary>
    public string Description { get; }

    /// <summary>Whether a host runs on the database at this moment.</summary>
    public async Task<bool> IsInUseAsync(CancellationToken cancellationToken)
    {
        await using var command = DataSource.CreateCommand(
            "select exists (select 1 from pg_stat_activity where datname = current_database() and application_name = 'status')");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Opens the database.</summary>
    /// <param name="app">The composed host; its configuration must have been checked.</param>
    /// <param name="create">Whether a data folder without a cluster may get one; otherwise that is a mistake in the path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StartupException">There is no database, or it cannot be reached.</exception>
    public static async Task<DatabaseAccess> OpenAsync(WebApplication app, bool create, CancellationToken cancellationToken)
    {
        var options = app.Services.GetRequiredService<IOptions<PostgresOptions>>();
        var choice = DatabaseChoice.Read(app.Configuration, app.Environment, options);
        if (choice.ConnectionString is { } external)
        {
            var dataSource = Connect(external);
            await ExternalServer.CheckAsync(dataSource, cancellationToken);
            return new DatabaseAccess(dataSource, "the server of ConnectionStrings:Status");
        }

        var path = Path.GetFullPath(app.Services.GetRequiredService<IOptions<DataOptions>>().Value.Folder);
        if (!create && !Directory.Exists(PostgresHome.ClusterOf(path)))
            throw new StartupException($"The data folder {path} holds no database. Name the right one with --data <folder>.");
        if (DataFolder.TryOpen(path) is not { } folder)
            return BesideRunningHost(path, choice);
        return await StartAsync(app, folder, choice, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _folder?.Dispose();
    }

    private static DatabaseAccess BesideRunningHost(string path, DatabaseChoice choice) =>
        PostgresCluster.ConnectionStringOfRunning(path, choice.Embedded) is { } running
            ? new DatabaseAccess(Connect(running), $"the embedded database in {path}, beside the running host")
            : throw new StartupException(
                $"Another process holds the data folder {path}, but its database does not answer yet. Wait until the host is ready, or stop it.");

    private static async Task<DatabaseAccess> StartAsync(
        WebApplication app, DataFolder folder, DatabaseChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await PostgresCluster.StartAsync(
                folder,
                choice.Embedded,
                app.Services.GetRequiredService<TimeProvider>(),
                app.Services.GetRequiredService<ILogger<PostgresCluster>>(),
                cancellationToken);
            return new DatabaseAccess(
                Connect(cluster.ConnectionString), $"the embedded database in {folder.Path}, started for this command", folder, cluster);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static NpgsqlDataSource Connect(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "status-command",
            CommandTimeout = 0,
            MaxPoolSize = 8,
        });
}
