using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

/// <summary>Pausing the whole runtime, limits, and the drain: on hosts of their own, since each concerns the whole host.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class RuntimePauseTests : IDisposable
{
    private const string Endpoint = """{"id":"in","type":"Elsa.HttpEndpoint","version":1,"customProperties":{"canStartWorkflow":true},"path":"PATH","supportedMethods":["POST"],"authorize":true}""";
    private const string Answer = """{"id":"out","type":"Elsa.WriteHttpResponse","version":1,"statusCode":{"typeName":"Int32","expression":{"type":"Literal","value":201}}}""";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pause_RuntimeAcrossARestart_RefusesCallersAndKeepsAcceptedWork()
    {
        string run;
        await using (var first = HostProcess.Start(Data))
        {
            var admin = await ReadyAsync(first);
            await SaveAsync(admin, "paused", Endpoint.Replace("PATH", "paused", StringComparison.Ordinal), Answer);
            await SaveAsync(admin, "later", """{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}""");
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(admin, "/workflows/paused")).StatusCode);

            using var pause = await admin.PostAsJsonAsync("/api/v1/runtime/pause", new { reason = "upgrade of the database" });
            Assert.Equal("paused", (await pause.Content.ReadFromJsonAsync<JsonObject>())!["state"]!.GetValue<string>());
            await RefusedAsync(admin);
            var dispatched = await StudioHost.CallAsync(admin, HttpMethod.Post, "/workflow-definitions/later/dispatch", new JsonObject());
            run = dispatched["workflowInstanceId"]!.GetValue<string>();
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = HostProcess.Start(Data);
        var again = await ReadyAsync(second);
        await RefusedAsync(again);
        Assert.Equal(HttpStatusCode.NotFound, (await again.GetAsync("/api/v1/runs/" + run)).StatusCode);
        var state = await again.GetFromJsonAsync<JsonObject>("/api/v1/runtime");
        Assert.Equal(("paused", "upgrade of the database"), (state!["state"]!.GetValue<string>(), state["reason"]!.GetValue<string>()));

        using var resume = await again.PostAsync("/api/v1/runtime/resume", null);
        Assert.Equal(HttpStatusCode.OK, resume.StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(again, "/workflows/paused")).StatusCode);
        await Eventually.TrueAsync(async () => (await again.GetAsync("/api/v1/runs/" + run)).StatusCode == HttpStatusCode.OK, "the accepted run was run");

        var trail = await again.GetStringAsync("/api/v1/audit?pageSize=50");
        Assert.Contains("runtime.paused", trail, StringComparison.Ordinal);
        Assert.Contains("runtime.resumed", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MoreRunsThanADefinitionAllows_AnswersTooManyRequests()
    {
        await using var host = HostProcess.Start(Data);
        var admin = await ReadyAsync(host);
        var model = StudioHost.Model(
            "limited",
            Endpoint.Replace("PATH", "limited", StringComparison.Ordinal).Replace("\"authorize\":true", "\"authorize\":true,\"requestTimeout\":\"00:00:00.100\"", StringComparison.Ordinal),
            """{"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go-on"}}}""");
        model["customProperties"] = new JsonObject { ["maxConcurrentRuns"] = 2 };
        await StudioHost.SaveAsync(admin, model, publish: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(admin, "/workflows/limited")));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Accepted));
        Assert.Equal(6, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests && a.Headers.RetryAfter is not null));

        await StudioHost.SendAsync(admin, HttpMethod.Post, "/events/go-on/trigger", new JsonObject());
        await Eventually.TrueAsync(async () => (await PostAsync(admin, "/workflows/limited")).StatusCode == HttpStatusCode.Accepted, "the earlier runs had ended");
    }

    [Fact]
    public async Task Stop_ActivityUnderWay_IsWaitedForAndItsCallerAnswered()
    {
        using var slow = new TcpListener(IPAddress.Loopback, 0);
        slow.Start();
        await using var host = HostProcess.Start(Data, new Dictionary<string, string?> { ["STATUS__Http__AllowedPrivateNetworks__0"] = "127.0.0.0/8" });
        var admin = await ReadyAsync(host);
        var url = $"http://127.0.0.1:{((IPEndPoint)slow.LocalEndpoint).Port}/";
        await SaveAsync(
            admin, "draining", Endpoint.Replace("PATH", "draining", StringComparison.Ordinal),
            """{"id":"ask","type":"Elsa.FlowSendHttpRequest","version":1,"url":{"typeName":"String","expression":{"type":"Literal","value":"URL"}}}""".Replace("URL", url, StringComparison.Ordinal), Answer);

        var asked = PostAsync(admin, "/workflows/draining");
        using var connection = await slow.AcceptTcpClientAsync();
        var stopped = host.StopAsync();
        await Eventually.TrueAsync(async () => !await AnswersAsync(host), "the host took no more requests");
        Assert.False(stopped.IsCompleted);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));

        Assert.Equal(HttpStatusCode.Created, (await asked).StatusCode);
        Assert.Equal(0, await stopped);
    }

    private static async Task<bool> AnswersAsync(HostProcess host)
    {
        using var probe = new HttpClient { BaseAddress = host.Client.BaseAddress, Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await probe.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task RefusedAsync(HttpClient admin)
    {
        using var refused = await PostAsync(admin, "/workflows/paused");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var executed = await StudioHost.SendAsync(admin, HttpMethod.Post, "/workflow-definitions/later/execute", new JsonObject());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, executed.StatusCode);
    }

    private static async Task<HttpClient> ReadyAsync(HostProcess host)
    {
        await host.ReadyAsync();
        return await host.SignInAsync();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path) => client.PostAsync(path, new StringContent("{}", Encoding.UTF8, "application/json"));

    private static async Task SaveAsync(HttpClient client, string id, params string[] activities)
    {
        var model = StudioHost.Model(id, activities);
        model["definitionId"] = id;
        await StudioHost.SaveAsync(client, model, publish: true);
    }
}
