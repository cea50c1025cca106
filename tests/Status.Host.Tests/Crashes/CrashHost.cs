using Npgsql;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>A data folder and a database that outlive the hosts that are killed on them.</summary>
internal sealed class CrashHost : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("status-crash-");
    private readonly Dictionary<string, string?> _environment;

    private CrashHost(string connectionString, string workflows, IReadOnlyDictionary<string, string?> settings)
    {
        Database = NpgsqlDataSource.Create(connectionString);
        _environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Status"] = connectionString,
            ["STATUS__Workflows__Folder"] = workflows,
            ["STATUS__Http__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in settings) _environment[name] = value;
    }

    public NpgsqlDataSource Database { get; }

    public CrashLedger Ledger => new(Database);

    public static string Definitions => Path.Combine(AppContext.BaseDirectory, "Crashes", "workflows");

    public static async Task<CrashHost> CreateAsync(string workflows, IReadOnlyDictionary<string, string?>? settings = null) =>
        new(await (await PostgresServer.SharedAsync()).CreateMigratedAsync(), workflows, settings ?? new Dictionary<string, string?>());

    /// <summary>Starts a host, optionally one that kills itself inside an activity or notes the types of all it runs, and waits until it is ready.</summary>
    /// <param name="killIn">Activity type, <c>run</c> and the id of a definition, or <c>commit</c>.</param>
    /// <param name="spansTo">File for the names of all spans.</param>
    /// <param name="killWhen"><c>begin</c> or <c>end</c>; the end of a commit is the moment between the database's answer and everybody else hearing of it.</param>
    /// <param name="node">Name of a host of its own beside others; it has a data folder of its own and shares their master key.</param>
    /// <param name="killAt">Which of the spans.</param>
    public async Task<HostProcess> StartAsync(string? killIn = null, string? spansTo = null, string killWhen = "begin", string? node = null, int killAt = 1)
    {
        var environment = new Dictionary<string, string?>(_environment);
        if (killIn is not null || spansTo is not null) environment["DOTNET_STARTUP_HOOKS"] = typeof(PostgresServer).Assembly.Location;
        if (killIn is not null) (environment["STATUS_TEST_KILL_IN"], environment["STATUS_TEST_KILL_WHEN"]) = (killIn, killWhen);
        if (killIn is not null) environment["STATUS_TEST_KILL_AT"] = killAt.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (node is not null) environment["STATUS__Security__MasterKey"] = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("cluster"u8));
        if (spansTo is not null) environment["STATUS_TEST_SPANS_TO"] = spansTo;

        var host = HostProcess.Start(node is null ? _data.FullName : _data.CreateSubdirectory(node).FullName, environment);
        await host.ReadyAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
