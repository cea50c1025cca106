using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Status.Host.Hosting.Embedded;

/// <summary>
/// The host's own PostgreSQL: a direct child in a session of its own (so that Ctrl-C reaches the host alone), on a unix socket in a
/// private folder, with password authentication and without TCP.
/// </summary>
internal sealed partial class PostgresCluster : IAsyncDisposable
{
    /// <summary>The superuser of the cluster, and the name of the database.</summary>
    public const string Role = "status";

    private const int Reserved = 10;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Process _process;
    private readonly string _socketFolder;
    private volatile bool _ready;

    private PostgresCluster(Process process, string socketFolder, string connectionString, TimeProvider time, ILogger logger)
    {
        (_process, _socketFolder, ConnectionString, _time, _logger) = (process, socketFolder, connectionString, time, logger);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>How to reach the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether PostgreSQL has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Ends when PostgreSQL does.</summary>
    public Task Exited => _process.WaitForExitAsync();

    /// <summary>Starts the cluster of a data folder that this process holds, making it first if need be.</summary>
    /// <exception cref="StartupException">PostgreSQL is missing or does not start; the message says what it said.</exception>
    public static async Task<PostgresCluster> StartAsync(
        DataFolder folder, PostgresOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new StartupException(
                "The embedded PostgreSQL runs on Linux only. Give a server's connection string in ConnectionStrings__Status.");
        var home = await PostgresHome.LocateAsync(folder.Path, options, cancellationToken);
        var binaries = await PostgresBinaries.FindAsync(options, home.Major, home.User, home.Base, cancellationToken);
        var password = folder.GetOrCreateSecret("database-password", () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        if (home.Major is null)
        {
            Log.CreatingCluster(logger, home.Cluster, binaries.Major);
            await ClusterCreation.CreateAsync(home, binaries, password, cancellationToken);
        }

        await StopOrphanAsync(home.Cluster, time, logger, cancellationToken);
        var socket = CreateSocketFolder();
        if (home.User is not null)
            await ClusterCreation.GiveAsync(home.User, socket, cancellationToken);
        var process = UnixProcess.Start(home.User, "setsid", [binaries.Program("postgres"), .. Arguments(home.Cluster, socket, options)]);
        var cluster = new PostgresCluster(process, socket, Describe(socket, password, options), time, logger);
        try
        {
            await cluster.WaitUntilReadyAsync(options.StartTimeout, cancellationToken);
            cluster._ready = true;
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string for a cluster that another process runs.</summary>
    /// <returns><c>null</c> when none runs there.</returns>
    public static string? ConnectionStringOfRunning(string dataFolder, PostgresOptions options)
    {
        var cluster = PostgresHome.ClusterOf(dataFolder);
        var password = Path.Combine(dataFolder, "database-password");
        return PostmasterFile.Read(cluster) is { SocketFolder.Length: > 0 } postmaster && File.Exists(password)
            ? Describe(postmaster.SocketFolder, File.ReadAllText(password).Trim(), options)
            : null;
    }

    /// <summary>Stops PostgreSQL: first politely, then, after half a minute, at once (it recovers at the next start).</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            UnixProcess.Send(_process.Id, UnixProcess.Signal.Interrupt);
            if (!await ExitedWithinAsync(_patience))
            {
                UnixProcess.Send(_process.Id, UnixProcess.Signal.Quit);
                if (!await ExitedWithinAsync(_patience))
                    _process.Kill(entireProcessTree: true);
            }
        }

        Log.Stopped(_logger);
        _process.Dispose();
        if (Directory.Exists(_socketFolder))
            Directory.Delete(_socketFolder, recursive: true);
    }

    private static async Task StopOrphanAsync(string cluster, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(cluster) is not { } postmaster)
            return;
        if (postmaster.IsRunningOn(cluster))
        {
            // The folder's lock is ours, so whoever started it is gone. Stopping costs a moment and gives back a child of our own.
            Log.StoppingOrphan(logger, postmaster.ProcessId);
            UnixProcess.Send(postmaster.ProcessId, UnixProcess.Signal.Interrupt);
            if (!await GoneWithinAsync(postmaster.ProcessId, time, cancellationToken))
            {
                UnixProcess.Send(postmaster.ProcessId, UnixProcess.Signal.Quit);
                if (!await GoneWithinAsync(postmaster.ProcessId, time, cancellationToken))
                    throw new StartupException(
                        $"A PostgreSQL of an earlier host (process {postmaster.ProcessId}) still runs on {cluster} and does not stop. End that process.");
            }
        }
        else if (!UnixProcess.IsAlive(postmaster.ProcessId) || !IsPostgres(postmaster.ProcessId))
        {
            // The number may belong to another program of this user by now, which PostgreSQL itself could not tell from a postmaster.
            File.Delete(PostmasterFile.PathIn(cluster));
        }

        if (postmaster.SocketFolder.StartsWith("/tmp/status-", StringComparison.Ordinal) && Directory.Exists(postmaster.SocketFolder))
            Directory.Delete(postmaster.SocketFolder, recursive: true);
    }

    private static bool IsPostgres(int processId) =>
        File.Exists($"/proc/{processId}/comm") && File.ReadAllText($"/proc/{processId}/comm").StartsWith("postgres", StringComparison.Ordinal);

    private static async Task<bool> GoneWithinAsync(int processId, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (UnixProcess.IsAlive(processId))
        {
            if (time.GetElapsedTime(started) > _patience)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }

        return true;
    }

    private static string CreateSocketFolder()
    {
        // A socket's path has room for 107 bytes, so the data folder will not do; nobody but the owner may even see this one.
        var folder = $"/tmp/status-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static string[] Arguments(string cluster, string socket, PostgresOptions options) =>
    [
        "-D", cluster,
        "-c", "listen_addresses=",
        "-c", $"unix_socket_directories={socket}",
        "-c", "unix_socket_permissions=0700",
        "-c", "port=5432",
        "-c", $"max_connections={options.MaxConnections}",
        "-c", $"shared_buffers={options.SharedBuffersMb}MB",
        "-c", "max_wal_size=2GB",
        // Used log files are kept to be written again: making a new one of 16 MB stops every commit for about 40 ms.
        "-c", "min_wal_size=512MB",
        "-c", "checkpoint_timeout=10min",
        "-c", "wal_compression=on",
        "-c", "jit=off",
        "-c", "ssl=off",
        "-c", "logging_collector=off",
        "-c", "log_destination=stderr",
    ];

    private static string Describe(string socket, string password, PostgresOptions options) => new NpgsqlConnectionStringBuilder
    {
        Host = socket,
        Username = Role,
        Password = password,
        Database = Role,
        MaxPoolSize = options.MaxConnections - Reserved,
        ApplicationName = "status",
    }.ConnectionString;

    private async Task WaitUntilReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        while (true)
        {
            if (_process.HasExited)
                throw new StartupException(
                    $"PostgreSQL did not start (exit code {_process.ExitCode}). It said: {string.Join(" | ", _lastLines)}");
            try
            {
                await using var connection = new NpgsqlConnection(probe);
                await connection.OpenAsync(cancellationToken);
                await ClusterCreation.EnsureDatabaseAsync(connection, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState is "28P01" or "28000")
            {
                throw new StartupException(
                    "The embedded PostgreSQL refuses the password in the data folder's file database-password. Put the file that belongs to "
                    + "this cluster back (it is made with the cluster and does not change).",
                    exception);
            }
            catch (NpgsqlException exception) when (_time.GetElapsedTime(started) > timeout)
            {
                throw new StartupException(
                    $"PostgreSQL was not ready within {timeout} (key Status:Postgres:StartTimeout). It said: {string.Join(" | ", _lastLines)}",
                    exception);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
            }
        }
    }

    private async Task<bool> ExitedWithinAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        _lastLines.Enqueue(line);
        while (_lastLines.Count > 12)
            _lastLines.TryDequeue(out _);
        // Before it is ready it refuses our own probes, and a real failure is told by the exception that ends the start.
        if (_ready && (line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal)))
            Log.DatabaseFailure(_logger, line);
        else
            Log.DatabaseLine(_logger, line);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 310, Level = LogLevel.Information, Message = "Creating a PostgreSQL {Major} cluster in {Cluster}")]
        public static partial void CreatingCluster(ILogger logger, string cluster, int major);

        [LoggerMessage(EventId = 311, Level = LogLevel.Warning, Message = "An earlier host left its PostgreSQL running (process {ProcessId}); stopping it")]
        public static partial void StoppingOrphan(ILogger logger, int processId);

        [LoggerMessage(EventId = 312, Level = LogLevel.Debug, Message = "PostgreSQL has stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(EventId = 313, Level = LogLevel.Debug, Message = "PostgreSQL: {Line}")]
        public static partial void DatabaseLine(ILogger logger, string line);

        [LoggerMessage(EventId = 314, Level = LogLevel.Warning, Message = "PostgreSQL: {Line}")]
        public static partial void DatabaseFailure(ILogger logger, string line);
    }
}
