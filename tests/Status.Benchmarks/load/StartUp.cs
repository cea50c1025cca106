using System.Diagnostics;
using System.Globalization;
using Status.Host.Hosting.Embedded;

namespace Status.Benchmarks.Load;

/// <summary>From the start of the process to the first answered request of a workflow, on a database that runs and is warm.</summary>
internal static class StartUp
{
    private static readonly string _url = LoadPorts.Url(6);
    private const int Starts = 5;

    /// <summary>Starts a second host several times on the database of one that runs, and prints the times.</summary>
    public static async Task MeasureAsync(string folder, string work, string data, Dictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["STATUS__Postgres__Embedded"] = "false",
            ["ConnectionStrings__Status"] = PostgresCluster.ConnectionStringOfRunning(data, new PostgresOptions())!,
            ["STATUS__Security__MasterKey"] = (await File.ReadAllTextAsync(Path.Combine(data, "master.key"))).Trim(),
        };
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            using var client = new HttpClient();
            var clock = Stopwatch.StartNew();
            using var host = LoadHost.Start(folder, _url, Path.Combine(work, "second"), environment);
            await LoadHost.WaitAsync(client, _url + "/workflows/load/f1-off");
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| start of a host | process start → first answer of F1, warm database | {times[0]:N0} / {times[Starts / 2]:N0} / {times[^1]:N0} ms min / median / max of {Starts} |"));
    }
}
