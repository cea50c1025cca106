using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using Status.Host.Tests.Identity;
using Status.Testing;

namespace Status.Host.Tests.Live;

/// <summary>Two real hosts on one database: screens are at one of them, work is done at either.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class LiveHubTests : IAsyncLifetime
{
    private const string Waits = """
        {"definitionId":"live-waits","name":"Live waits","root":{"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"e","type":"Elsa.Event","version":1,"canStartWorkflow":false,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"live-event"}}}],"connections":[],"start":"e"}}
        """;

    // A host looks every quarter of a minute; the ceiling is for crowded machines.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private HostProcess _here = null!;
    private HostProcess _there = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateEmptyAsync();
        _here = Start("here", connectionString);
        _address = await _here.ReadyAsync();
        // They share the key that wraps the others.
        Directory.CreateDirectory(_folder["there"]);
        File.Copy(Path.Combine(_folder["here"], "master.key"), Path.Combine(_folder["there"], "master.key"));
        _there = Start("there", connectionString);
        await _there.ReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Two hosts for all of it: starting them costs more than everything that is asked of them here.</summary>
    [Fact]
    public async Task Socket_OfASession_HearsOfBothHostsAndEndsWithTheSession()
    {
        using var browser = new Browser(_address);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync()).StatusCode);
        using var runs = await LiveSocket.WatchAsync(_address, browser.Cookie!, "runs");
        var id = await StartRunAsync(await _there.SignInAsync());
        await HearOfAsync(runs, id);

        using var other = new Browser(_address);
        Assert.Equal(HttpStatusCode.OK, (await other.SignInAsync()).StatusCode);
        using var stays = await LiveSocket.WatchAsync(_address, other.Cookie!, "runs");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.ChangeAsync("DELETE", "/api/v1/session")).StatusCode);
        await EndAsync(runs).WaitAsync(_patience);

        // The socket of another session of the same person lives.
        await HearOfAsync(stays, await StartRunAsync(await _here.SignInAsync()));
    }

    private static async Task EndAsync(LiveSocket socket)
    {
        while (await socket.HearAsync() is not null)
        {
            // What was said before the end.
        }
    }

    private static async Task HearOfAsync(LiveSocket socket, string runId)
    {
        while (true)
        {
            var message = await socket.HearAsync();
            Assert.NotNull(message);
            Assert.Equal("runs", (string?)message["topic"]);
            if (message["subjects"]!.AsArray().Any(subject => (string?)subject == runId)) return;
        }
    }

    private static async Task<string> StartRunAsync(HttpClient client)
    {
        using var saved = await client.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = JsonNode.Parse(Waits), ["publish"] = true });
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        var definitionId = (await saved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("workflowDefinition").GetProperty("definitionId").GetString();
        using var started = await client.PostAsJsonAsync($"/elsa/api/workflow-definitions/{definitionId}/execute", new JsonObject());
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        return started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }

    private HostProcess Start(string name, string connectionString) =>
        HostProcess.Start(_folder[name], new Dictionary<string, string?> { ["ConnectionStrings__Status"] = connectionString, ["STATUS__Postgres__Embedded"] = null });
}
