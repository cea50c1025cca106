using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry.Agreements;
using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Crashes;

/// <summary>What survives the death of a process: the stores, the clock on the wall, and what other systems have received.</summary>
internal sealed class ShippedWorld
{
    private static readonly string[] _series = ["probe.success", "probe.latency.ms", "host.cpu.percent", "host.memory.percent", "host.disk.percent"];

    public ShippedWorld(NpgsqlDataSource database, IAgreementStore agreements, bool onPostgres)
    {
        (Database, Agreements) = (database, agreements);
        Metrics = new InMemoryMetricStore(Time, new MetricsOptions());
        Stores = onPostgres ? new DatabaseStores(database) : new MemoryStores(Time, Signals);
        Network = new AnsweringHandler(Answer);
    }

    public NpgsqlDataSource Database { get; }

    public IAgreementStore Agreements { get; }

    public TestTimeProvider Time { get; } = new();

    public StoreSignals Signals { get; } = new();

    public ShippedStores Stores { get; }

    public InMemoryMetricStore Metrics { get; }

    public HttpMessageHandler Network { get; }

    /// <summary>What receivers got: key, address and body.</summary>
    public ConcurrentQueue<(string Key, string Address, string Body)> Received { get; } = new();

    /// <summary>What a faulty engine would do to its commits; <c>null</c> for the one that ships.</summary>
    public Func<RunCommit, RunCommit>? Fault { get; set; }

    /// <summary>What has happened from outside.</summary>
    public HashSet<string> Happened { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of the process that lives.</summary>
    public int Lives { get; set; }

    /// <summary>Six samples of each series in the last complete minute.</summary>
    public async Task SampleAsync(double cpu)
    {
        var now = Time.GetUtcNow();
        await Metrics.AppendAsync(
            _series.SelectMany((name, i) => Enumerable.Range(1, 6).Select(tick => new MetricSample(
                (i * 6) + tick,
                new SeriesKey(name, [KeyValuePair.Create("host", "h1")]),
                now.AddSeconds(-tick * 10),
                name switch { "probe.success" => 1, "host.cpu.percent" => cpu, _ => 12 }))).ToArray(),
            default);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get) return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{\"passed\":true}") };
        using var body = new StreamReader(request.Content!.ReadAsStream());
        Received.Enqueue((string.Join(',', request.Headers.GetValues("Idempotency-Key")), request.RequestUri!.ToString(), body.ReadToEnd()));
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }
}
