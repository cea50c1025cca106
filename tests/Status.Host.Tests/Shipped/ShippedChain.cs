using System.Net.Http.Json;
using System.Text.Json;
using Status.Host.Tests.Crashes;
using Status.Testing;

namespace Status.Host.Tests.Shipped;

/// <summary>The on-demand chain on a fresh database: samples that break one promise, one check, and everything that follows from it.</summary>
internal sealed class ShippedChain : IAsyncDisposable
{
    private readonly CrashHost _crash;

    private ShippedChain(CrashHost crash, AlertReceiver ops, AlertReceiver security, DateTimeOffset? minute)
    {
        (_crash, Ops, Security) = (crash, ops, security);
        var now = TimeProvider.System.GetUtcNow();
        Minute = minute ?? new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero);
    }

    /// <summary>The minute in which its samples and windows end. Keys of facts hold it, so chains that are compared share it, however long one of them takes.</summary>
    public DateTimeOffset Minute { get; }

    /// <summary>The receiver that is told at once.</summary>
    public AlertReceiver Ops { get; }

    /// <summary>The receiver that is told when nobody has answered for a quarter of an hour: never in these tests, unless a definition is edited.</summary>
    public AlertReceiver Security { get; }

    public CrashLedger Ledger => _crash.Ledger;

    public static async Task<ShippedChain> CreateAsync(string workflows, DateTimeOffset? minute = null)
    {
        var (ops, security) = (new AlertReceiver("ops"), new AlertReceiver("security"));
        return new(
            await CrashHost.CreateAsync(workflows, new Dictionary<string, string?>
            {
                ["STATUS__Sampling__Enabled"] = "false",
                ["STATUS__Hosts__Lease"] = "00:00:01",
                ["STATUS__Alerts__Receivers__ops__Url"] = ops.Address,
                ["STATUS__Alerts__Receivers__ops__Secret"] = ops.Secret,
                ["STATUS__Alerts__Receivers__security__Url"] = security.Address,
                ["STATUS__Alerts__Receivers__security__Secret"] = security.Secret,
                ["STATUS__Alerts__Receivers__security__Tier"] = "1",
            }),
            ops,
            security,
            minute);
    }

    /// <summary>Starts a host on it and signs in.</summary>
    public async Task<HostProcess> StartAsync(string? spansTo = null)
    {
        var host = await _crash.StartAsync(spansTo: spansTo);
        await host.SignInAsync();
        return host;
    }

    /// <summary>Starts a host that dies inside an activity; <c>null</c> when it is dead before it is ready, since it goes on with what its predecessors left.</summary>
    public async Task<HostProcess?> StartDoomedAsync(string killIn, string killWhen)
    {
        try
        {
            return await _crash.StartAsync(killIn, killWhen: killWhen);
        }
        catch (InvalidOperationException error) when (error.Message.StartsWith("The host ended with code 137.", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Half an hour in which half of the probes failed and, until ten minutes ago, the processor was busy: AVAILABILITY is broken, whenever within minutes it is looked at.</summary>
    public async Task PostSamplesAsync(HostProcess host)
    {
        (string Name, Func<int, double> Value)[] series =
            [("probe.success", i => i % 2), ("probe.latency.ms", _ => 20), ("host.cpu.percent", i => i < 40 ? 30 : 99), ("host.memory.percent", _ => 40), ("host.disk.percent", _ => 50)];
        var samples = series.SelectMany(one => Enumerable.Range(0, 120).Select(i =>
            new { name = one.Name, labels = new { host = "test" }, at = Minute.AddSeconds(-15 * (i + 1)), value = one.Value(i) }));
        using var response = await host.Client.PostAsJsonAsync("/api/v1/metrics", new { samples });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks for a check of a window that stands still, always under the same key.</summary>
    public Task<JsonElement> CheckAsync(HostProcess host) => PostAsync(host, "check", "compliance/check", new { window = Window(-1, 0) });

    /// <summary>The other requests: an evaluation of busy minutes, evidence from an address, an evaluation of the quiet minutes after, in which CPU is kept again.</summary>
    public async Task AskForTheRestAsync(HostProcess host)
    {
        await PostAsync(host, "busy", "agreements/evaluate", new { window = Window(-20, -10) });
        await Ledger.WaitUntilQuietAsync();
        await PostAsync(host, "evidence", "evidence/collect", new { @params = new { evidenceUrl = Security.Address } });
        await PostAsync(host, "quiet", "agreements/evaluate", new { window = Window(-10, 0) });
    }

    private object Window(int from, int to) => new { from = Minute.AddMinutes(from), to = Minute.AddMinutes(to) };

    private static async Task<JsonElement> PostAsync(HostProcess host, string key, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/workflows/" + path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "Idempotency-Key", key } },
        };
        using var response = await host.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}\n{host.Output}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>One undisturbed check on a fresh database, to the end of everything that follows from it.</summary>
    public async Task<JsonElement> RunAsync()
    {
        JsonElement answer = default;
        await RunAsync(async host => answer = await CheckAsync(host));
        return answer;
    }

    /// <summary>Undisturbed requests on a fresh database, to the end of everything that follows from them.</summary>
    public async Task RunAsync(Func<HostProcess, Task> ask, string? spansTo = null)
    {
        await using var host = await StartAsync(spansTo);
        await PostSamplesAsync(host);
        await ask(host);
        await Ledger.WaitUntilQuietAsync();
    }

    /// <summary>What the hosts left, ready to be compared with what others left.</summary>
    public async Task<ChainTrace> ReadTraceAsync()
    {
        var causes = await Ledger.ReadCausesAsync();
        return new ChainTrace(
            [.. (await Ledger.ReadFactsAsync()).Select(fact => new TracedFact(fact.Position, fact.Type, fact.Key, causes[fact.Position]))],
            await Ledger.ReadLedgerKeysAsync(), [.. Ops.Messages], await Ledger.ReadParkedAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _crash.DisposeAsync();
        await Ops.DisposeAsync();
        await Security.DisposeAsync();
    }
}
