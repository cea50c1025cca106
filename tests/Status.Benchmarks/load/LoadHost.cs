using System.Diagnostics;
using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>A host under measurement, or one of its neighbours: a process, the address it serves, and what it uses.</summary>
internal sealed class LoadHost : IDisposable
{
    private readonly Process _process;

    private LoadHost(Process process) => _process = process;

    /// <summary>The host's own process.</summary>
    public int Id => _process.Id;

    /// <summary>Publishes this working copy's host, compiled ahead of time as images are, and returns the folder.</summary>
    public static string Publish()
    {
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "load-host");
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(root, "src/Status.Host"), "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "-v", "q", "-o", folder]))!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException("The host could not be published.");
    }

    /// <summary>Starts a published host.</summary>
    public static LoadHost Start(string folder, string url, string data, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "status-host.dll"), "--urls", url, "--data", data]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["STATUS__Postgres__Embedded"] = "true";
        start.Environment["STATUS_ADMIN_PASSWORD"] = "load-" + Guid.NewGuid().ToString("N");
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Run(start);
    }

    /// <summary>Starts the bare endpoint.</summary>
    public static LoadHost StartBare(string url) =>
        Run(new ProcessStartInfo("dotnet", [typeof(LoadHost).Assembly.Location, "bare", url]) { RedirectStandardOutput = true, RedirectStandardInput = true });

    /// <summary>Waits until an address answers 2xx.</summary>
    public static async Task WaitAsync(HttpClient client, string url)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(2))
        {
            try
            {
                using var response = await client.GetAsync(new Uri(url));
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"{url} did not answer within two minutes.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // SIGTERM, so that a host stops its PostgreSQL.
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(60))) _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Status.sln"))) return folder.FullName;
        throw new InvalidOperationException("Status.sln was not found above the benchmark's folder.");
    }

    private static LoadHost Run(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        return new LoadHost(process);
    }
}
