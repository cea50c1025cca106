using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>A PostgreSQL of a test's own that can be stopped and started again; it syncs as a real one does.</summary>
internal sealed class RestartableServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("status-pg-");
    private readonly string _binaries = PostgresServer.FindBinaries();
    private readonly string? _user = Environment.IsPrivilegedProcess ? "postgres" : null;
    private Process? _server;

    public string ConnectionString => $"Host={_folder.FullName};Username=status;Database=postgres";

    public static async Task<RestartableServer> CreateAsync()
    {
        var server = new RestartableServer();
        if (server._user is not null)
        {
            using var chown = Process.Start("chown", [server._user, server._folder.FullName]);
            await chown.WaitForExitAsync();
        }

        using var initdb = server.Run("initdb", "-D", server.Data, "-U", "status", "-E", "UTF8", "--no-locale", "--auth=trust", "--no-instructions");
        await initdb.WaitForExitAsync();
        Assert.Equal(0, initdb.ExitCode);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        _server = Run("postgres", "-D", Data, "-c", "listen_addresses=", "-c", $"unix_socket_directories={_folder.FullName}");
        await Eventually.TrueAsync(AnswersAsync, "PostgreSQL answers");
    }

    /// <summary>As an operator's restart does: connections are ended, nothing is waited for.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _server!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _server.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false }) await StopAsync();
        _server?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >>\"$LOG\" 2>&1 </dev/null", Path.Combine(_binaries, program), .. arguments]) { WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        start.Environment["LOG"] = Path.Combine(_folder.FullName, program + ".log");
        if (_user is not null) start.UserName = _user;
        return Process.Start(start)!;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
