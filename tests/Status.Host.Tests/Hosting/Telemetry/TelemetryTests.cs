using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Status.Testing;

namespace Status.Host.Tests.Hosting.Telemetry;

/// <summary>A real host is scraped, and pushes to a collector.</summary>
[Collection(HostProcessCollection.Name)]
public sealed partial class TelemetryTests : IAsyncDisposable
{
    private const string Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _workflows = new();
    private readonly ConcurrentDictionary<string, byte[]> _pushed = new();
    private readonly ConcurrentQueue<string> _called = new();
    private readonly WebApplication _other;

    public TelemetryTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _other = builder.Build();
        _other.Urls.Add("http://127.0.0.1:0");
        _other.MapPost("/v1/{signal}", async (string signal, HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _pushed.AddOrUpdate(signal, body.ToArray(), (_, before) => [.. before, .. body.ToArray()]);
            return TypedResults.Bytes([], "application/x-protobuf");
        });
        _other.MapGet("/called", (HttpContext http) =>
        {
            _called.Enqueue(http.Request.Headers["traceparent"].ToString());
            return "{}";
        });
    }

    [Fact]
    public async Task Metrics_OfAHostThatRanWorkflows_TellRunsCommitsQueueLagAndLeases()
    {
        await _other.StartAsync();
        await using var host = await StartAsync(new() { ["STATUS__Telemetry__PublicMetrics"] = "false" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        await host.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri("/workflows/telemetry/call", UriKind.Relative))).StatusCode);

        string[] wanted =
        [
            "status_workflows_runs_total{definition=\"telemetry-call\",status=\"Finished\"} 1", "status_workflows_activities_total ", "status_workflows_commit_duration_seconds_bucket{le=\"+Inf\"} ",
            "status_workflows_commit_batch_count ", "status_workflows_queue_depth{state=\"ready\"} ", "status_feed_lag{follower=", "status_hosts{lease=\"valid\"} 1", "status_database_up 1", "status_workflows_left_behind{kind=\"csharp\"} 0", "status_workflows_left_behind{kind=\"activity-test\"} 0",
        ];
        var text = "";
        await Eventually.TrueAsync(async () =>
        {
            text = await host.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            return wanted.All(w => text.Contains(w, StringComparison.Ordinal));
        }, "the metrics to tell of the run");

        Assert.All(wanted, w => Assert.Contains(w, text, StringComparison.Ordinal));
        await PromtoolAsync(text, "check", "metrics");
        await CheckDashboardAsync(text);
    }

    [Fact]
    public async Task Trace_OfACaller_GoesOnToTheSystemThatTheRunCalls_AndToTheCollector()
    {
        await _other.StartAsync();
        await using var host = await StartAsync(new() { ["STATUS__Telemetry__OtlpEndpoint"] = _other.Urls.First() });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/workflows/telemetry/call");
        request.Headers.Add("traceparent", Traceparent);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(request)).StatusCode);

        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", Assert.Single(_called), StringComparison.Ordinal);
        // A stopped host sends what is left.
        await host.StopAsync();

        var spans = Encoding.UTF8.GetString(_pushed["traces"]);
        Assert.Contains("telemetry-call", spans, StringComparison.Ordinal);
        Assert.Contains("Elsa.FlowSendHttpRequest", spans, StringComparison.Ordinal);
        Assert.True(_pushed["traces"].AsSpan().IndexOf(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")) >= 0, "The spans belong to another trace than the caller's.");
        Assert.Contains("status.workflows.runs", Encoding.UTF8.GetString(_pushed["metrics"]), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        _data.Dispose();
        _workflows.Dispose();
    }

    private async Task<HostProcess> StartAsync(Dictionary<string, string?> settings)
    {
        var definition = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Hosting", "Telemetry", "workflows", "telemetry-call.json")))
            .Replace("{{other}}", _other.Urls.First(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_workflows.Path, "telemetry-call.json"), definition);
        settings["STATUS__Workflows__Folder"] = _workflows.Path;
        settings["STATUS__Http__AllowedPrivateNetworks__0"] = "127.0.0.0/8";
        var host = HostProcess.Start(_data.Path, settings);
        await host.ReadyAsync();
        return host;
    }

    /// <summary>Every metric that the engine's dashboard asks for is told, and Prometheus can read every question.</summary>
    private async Task CheckDashboardAsync(string metrics)
    {
        var told = metrics.Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l[..l.IndexOfAny(['{', ' '])]).ToHashSet();
        // Told only once such a thing has happened.
        told.UnionWith(["status_workflows_incidents_total", "status_workflows_commit_failures_total"]);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Dashboard()));
        var questions = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!)
            .Select(e => e.Replace("$__rate_interval", "1m", StringComparison.Ordinal)).ToList();
        Assert.True(questions.Count > 15);
        Assert.All(questions.SelectMany(q => Metric().Matches(q)).Select(m => m.Value), name => Assert.Contains(name, told));
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (var i = 0; i < questions.Count; i++) rules.Append(CultureInfo.InvariantCulture, $"  - record: panel:{(char)('a' + i)}\n    expr: {JsonSerializer.Serialize(questions[i])}\n");
        await File.WriteAllTextAsync(_workflows["rules.yml"], rules.ToString());
        await PromtoolAsync("", "check", "rules", _workflows["rules.yml"]);
    }

    private static string Dashboard()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Status.sln"))) return Path.Combine(folder.FullName, "deploy", "grafana", "dashboards", "engine.json");
        throw new InvalidOperationException("Status.sln was not found above the test's folder.");
    }

    [GeneratedRegex(@"\b(?:status|dotnet)_\w+")]
    private static partial Regex Metric();

    /// <summary>Prometheus' own check of the text, where it is installed (Debian's package prometheus).</summary>
    private static async Task PromtoolAsync(string text, params string[] command)
    {
        if (!File.Exists("/usr/bin/promtool")) return;
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", command) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.DoesNotContain("error", said, StringComparison.OrdinalIgnoreCase);
        Assert.True(promtool.ExitCode == 0, $"promtool ended with {promtool.ExitCode}: {said}");
    }
}
