using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

/// <summary>A host that has as much to do as it may says so early, on every way in. Hosts of their own, since the limits concern the whole host.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class OverloadTests : IDisposable
{
    private const string Start = """{"id":"in","type":"Elsa.HttpEndpoint","version":1,"customProperties":{"canStartWorkflow":true},"path":"held","supportedMethods":["POST"],"authorize":true}""";
    private const string Wait = """{"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go-on"}}}""";
    private const string Answer = """{"id":"out","type":"Elsa.WriteHttpResponse","version":1,"statusCode":{"typeName":"Int32","expression":{"type":"Literal","value":201}}}""";
    private const string Line = """{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MaxConcurrentRequests_IsReached_RefusesRequestsAndExecutionsUntilOneIsAnswered()
    {
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Admission__MaxConcurrentRequests"] = "1", ["STATUS__Admission__RetryAfter"] = "00:00:07" });
        await host.ReadyAsync();
        var admin = await host.SignInAsync();
        await SaveAsync(admin, "held", Start, Wait, Answer);
        await SaveAsync(admin, "line", Line);

        var held = PostAsync(admin, "/workflows/held");
        await Eventually.TrueAsync(async () =>
        {
            using var other = await PostAsync(admin, "/workflows/unknown");
            return other.StatusCode == HttpStatusCode.ServiceUnavailable && other.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(7);
        }, "the first request was taken in and another one refused");
        await RefusedAsync(admin, "/workflow-definitions/line/execute", TimeSpan.FromSeconds(7));
        // What only accepts work keeps nobody waiting.
        using (var dispatched = await StudioHost.SendAsync(admin, HttpMethod.Post, "/workflow-definitions/line/dispatch", new JsonObject())) Assert.Equal(HttpStatusCode.OK, dispatched.StatusCode);

        await Eventually.TrueAsync(async () =>
        {
            using var sent = await StudioHost.SendAsync(admin, HttpMethod.Post, "/events/go-on/trigger", new JsonObject());
            return await Task.WhenAny(held, Task.Delay(TimeSpan.FromSeconds(1))) == held;
        }, "the held request was answered");
        Assert.Equal(HttpStatusCode.Created, (await held).StatusCode);
        using var executed = await StudioHost.SendAsync(admin, HttpMethod.Post, "/workflow-definitions/line/execute", new JsonObject());
        Assert.Equal(HttpStatusCode.OK, executed.StatusCode);
        using var again = await StudioHost.SendAsync(admin, HttpMethod.Post, "/workflow-definitions/line/execute", new JsonObject());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task MaxReadyWork_IsReached_RefusesEveryNewStart()
    {
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Admission__MaxReadyWork"] = "3" });
        await host.ReadyAsync();
        var admin = await host.SignInAsync();
        await SaveAsync(admin, "held", Start, Answer);
        await SaveAsync(admin, "line", Line);

        // More at once than may wait is refused whatever waits.
        await RefusedAsync(admin, "/workflow-definitions/line/bulk-dispatch", TimeSpan.FromSeconds(5), new JsonObject { ["count"] = 5 });
        // A pause keeps what is accepted.
        using (var paused = await admin.PostAsync("/api/v1/runtime/pause", new StringContent("""{"reason":"to fill it"}""", Encoding.UTF8, "application/json"))) Assert.Equal(HttpStatusCode.OK, paused.StatusCode);
        await Eventually.TrueAsync(async () =>
        {
            using var dispatched = await StudioHost.SendAsync(admin, HttpMethod.Post, "/workflow-definitions/line/dispatch", new JsonObject());
            return dispatched.StatusCode == HttpStatusCode.ServiceUnavailable;
        }, "the work that waits was counted", every: TimeSpan.FromMilliseconds(200));
        var later = TimeSpan.FromSeconds(5);
        await RefusedAsync(admin, "/workflow-definitions/line/dispatch", later);
        await RefusedAsync(admin, "/workflow-definitions/line/bulk-dispatch", later, new JsonObject { ["count"] = 1 });
        await RefusedAsync(admin, "/events/anything/trigger", later);
        using (var resumed = await admin.PostAsync("/api/v1/runtime/resume", null)) Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        await Eventually.TrueAsync(async () =>
        {
            using var request = await PostAsync(admin, "/workflows/held");
            return request.StatusCode == HttpStatusCode.Created;
        }, "the work was done and callers are let in again", every: TimeSpan.FromMilliseconds(200));
    }

    private static async Task RefusedAsync(HttpClient admin, string path, TimeSpan retryAfter, JsonObject? body = null)
    {
        using var refused = await StudioHost.SendAsync(admin, HttpMethod.Post, path, body ?? new JsonObject());
        Assert.True(refused.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path} answered {(int)refused.StatusCode}.");
        Assert.Equal(retryAfter, refused.Headers.RetryAfter?.Delta);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path) => client.PostAsync(path, new StringContent("{}", Encoding.UTF8, "application/json"));

    private static async Task SaveAsync(HttpClient client, string id, params string[] activities)
    {
        var model = StudioHost.Model(id, activities);
        model["definitionId"] = id;
        await StudioHost.SaveAsync(client, model, publish: true);
    }
}
