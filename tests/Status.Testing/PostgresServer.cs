using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Status.Activities;
using Status.Workflows.Persistence.Postgres;

namespace Status.Testing;

/// <summary>
/// The PostgreSQL of a test run: the server named by <c>STATUS_TEST_POSTGRES</c> (a connection string whose user may create databases),
/// or a private one from Debian's package, on a unix socket in a temporary folder, that ends with the test process however that ends.
/// </summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> _shared = new(StartAsync);

    private readonly string _connectionString;
    private readonly Lazy<Task<string>> _template;
    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private int _count;

    private PostgresServer(string connectionString)
    {
        _connectionString = connectionString;
        _template = new(CreateTemplateAsync);
    }

    /// <summary>The one server of this process, started when first asked for.</summary>
    /// <returns>The running server.</returns>
    public static Task<PostgresServer> SharedAsync() => _shared.Value;

    /// <summary>A fresh database with every migration of the engine and the slices applied.</summary>
    /// <returns>A data source on it; disposing it closes the connections, the database goes with the server.</returns>
    public static async Task<NpgsqlDataSource> CreateDatabaseAsync()
    {
        var server = await SharedAsync();
        return NpgsqlDataSource.Create(ConnectionTuning.Tune(await server.CreateMigratedAsync()));
    }

    /// <summary>A fresh database without any table.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateEmptyAsync() => await CreateAsync("template0");

    /// <summary>A fresh, migrated database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateMigratedAsync() => await CreateAsync(await _template.Value);

    private async Task<string> CreateTemplateAsync()
    {
        var connectionString = await CreateAsync("template0");
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        await new SchemaMigrator([SchemaSource.Workflows, .. ActivitySchemas.All]).MigrateAsync(dataSource);
        return builder.Database!;
    }

    private async Task<string> CreateAsync(string template)
    {
        var name = $"status_{_run}_{Interlocked.Increment(ref _count)}";
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {template}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable("STATUS_TEST_POSTGRES");
        var connectionString = string.IsNullOrWhiteSpace(configured) ? StartPrivate() : configured;
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { IncludeErrorDetail = true, MaxPoolSize = 40 };
        await WaitUntilReadyAsync(builder.ConnectionString);
        return new PostgresServer(builder.ConnectionString);
    }

    private static string StartPrivate()
    {
        var bin = FindBinaries();
        var folder = Directory.CreateTempSubdirectory("status-test-pg-").FullName;
        // The shell lives as long as this process holds its standard input: a test run that is killed leaves no server behind.
        const string Script = """
            set -e
            "$1/initdb" -D "$2/data" -U status -E UTF8 --no-locale --auth=trust --no-sync --no-instructions >"$2/initdb.log" 2>&1
            "$1/postgres" -D "$2/data" -c listen_addresses= -c unix_socket_directories="$2" -c fsync=off -c jit=off \
              -c max_connections=300 -c shared_buffers=128MB -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=2GB >"$2/postgres.log" 2>&1 </dev/null &
            server=$!
            cat >/dev/null || true
            kill -QUIT $server || true
            wait $server || true
            rm -rf "$2"
            """;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        foreach (var argument in (string[])["-c", Script, "sh", bin, folder])
            start.ArgumentList.Add(argument);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            using var chown = Process.Start("chown", [user, folder]);
            chown.WaitForExit();
            start.UserName = user;
        }

        var shell = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shell.StandardInput.Close();
        return $"Host={folder};Username=status;Database=postgres";
    }

    /// <summary>The folder of the newest PostgreSQL programs that tests may use.</summary>
    public static string FindBinaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Where(folder => int.TryParse(Path.GetFileName(folder), out var major) && major >= 15)
            .OrderByDescending(folder => int.Parse(Path.GetFileName(folder)))
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        ?? throw new InvalidOperationException(
            "No PostgreSQL 15 or later under /usr/lib/postgresql: install the package postgresql, or set STATUS_TEST_POSTGRES.");

    private static async Task WaitUntilReadyAsync(string connectionString)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                // Not a wait for luck: initdb and start have no signal that reaches us but the socket itself.
                await Task.Delay(25);
            }
        }
    }
}
