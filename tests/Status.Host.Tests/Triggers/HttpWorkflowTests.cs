using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Triggers;

/// <summary>Workflows and registry as their callers see them, on a real host.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class HttpWorkflowTests : IDisposable
{
    private const string Endpoint = """{"id":"in","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"PATH","supportedMethods":["POST"],"authorize":true,"requestTimeout":"TIMEOUT"}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Call_HttpWorkflowsAndRegistry_AnswerAsPromised()
    {
        var workflows = Directory.CreateDirectory(_folder["workflows"]).FullName;
        Write("hello", "00:00:30", """{"id":"out","type":"Elsa.WriteHttpResponse","statusCode":201,"content":"hello","contentType":"text/plain"}""");
        Write("slow", "00:00:00.2", """{"id":"wait","type":"Elsa.Delay","timeSpan":"01:00:00"}""");
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Workflows__Folder"] = workflows });
        await host.ReadyAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(host.Client, "/workflows/hello", "{}", null)).StatusCode);
        var client = await host.SignInAsync();

        using var first = await PostAsync(client, "/workflows/hello", "{}", "same");
        using var again = await PostAsync(client, "/workflows/hello", "{}", "same");
        using var other = await PostAsync(client, "/workflows/hello", "{}", "other");
        Assert.Equal((HttpStatusCode.Created, "hello"), (first.StatusCode, await first.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.Created, "hello"), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal(Run(first), Run(again));
        Assert.NotEqual(Run(first), Run(other));

        using var slow = await PostAsync(client, "/workflows/slow", "{}", null);
        Assert.Equal(HttpStatusCode.Accepted, slow.StatusCode);
        var run = await client.GetFromJsonAsync<JsonElement>(slow.Headers.Location);
        Assert.Equal((Run(slow), "Running"), (run.GetProperty("id").GetString(), run.GetProperty("status").GetString()));

        foreach (var body in (string[])["{", "{\"a\":\"\\ud800\"}", new string('[', 5000)])
        {
            using var refused = await PostAsync(client, "/workflows/hello", body, null);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        }

        using var agreement = await PostAsync(client, "/api/v6/agreements", """{"id":"bad","context":{"validity":{"timeZone":"Mars/Olympus"}},"terms":{"guarantees":[{"id":"g","of":[{"objective":"1 >"}]}]}}""", null);
        Assert.Equal(HttpStatusCode.BadRequest, agreement.StatusCode);
        var errors = (await agreement.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString()!).ToList();
        Assert.True(errors.Count > 1, string.Join(' ', errors));
        Assert.All(errors, path => Assert.StartsWith("$", path, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v6/agreements/bad")).StatusCode);

        var paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        string[] promised =
        [
            "/api/v1/metrics", "/api/v1/points", "/api/v1/agreements", "/api/v1/agreements/{id}/state", "/api/v1/controls", "/api/v1/evidence", "/api/v1/alerts",
            "/api/v1/alerts/{id}/acknowledge", "/api/v1/computations", "/api/v1/scopes/sets", "/api/v6/agreements", "/api/v6/agreements/{id}", "/ledger/checkpoint", "/hooks/{name}",
        ];
        Assert.Empty(promised.Except(paths));

        void Write(string name, string timeout, string then) => File.WriteAllText(
            Path.Combine(workflows, $"{name}.json"),
            $$"""{"definitionId":"{{name}}","name":"{{name}}","root":{"id":"s","type":"Elsa.Sequence","activities":[{{Endpoint.Replace("PATH", name, StringComparison.Ordinal).Replace("TIMEOUT", timeout, StringComparison.Ordinal)}},{{then}}] } }""");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static string? Run(HttpResponseMessage response) => response.Headers.GetValues("x-elsa-workflow-instance-id").Single();
}
