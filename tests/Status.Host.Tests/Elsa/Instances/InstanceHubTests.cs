using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Instances;

/// <summary>The viewer's hub, spoken to as the browser does: negotiate, then JSON over a socket.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class InstanceHubTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const char End = '\u001e';
    private const string Hub = "/elsa/hubs/workflow-instance";
    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"hub-event"}}}""";

    [Fact]
    public async Task Observe_RunThatGoesOn_IsToldAfterTheCommit()
    {
        var definition = await SaveAsync(host.Designer, Model("Watched", Wait), publish: true);
        using var started = await SendAsync(host.Operator, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject());
        var id = started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        using var socket = await ConnectAsync(host.Auditor);
        await SendTextAsync(socket, $$"""{"type":1,"target":"ObserveInstanceAsync","arguments":["{{id}}"]}""");

        var first = await HearAsync(socket, "ActivityExecutionLogUpdatedAsync");
        Assert.Equal([true], Stats(first, "e1").Select(s => (bool)s["isBlocked"]!));
        await PostAsync(host.Operator, "/events/hub-event/trigger", new JsonObject { ["workflowInstanceId"] = id });

        var told = await HearAsync(socket, "WorkflowInstanceUpdatedAsync");
        Assert.Equal(id, (string)told["arguments"]![0]!["workflowInstanceId"]!);
        await HearAsync(socket, "WorkflowExecutionLogUpdatedAsync");
        JsonNode stats;
        do stats = await HearAsync(socket, "ActivityExecutionLogUpdatedAsync");
        while (Stats(stats, "e1").All(s => (int)s["completedCount"]! == 0));
        Assert.Equal("Finished", (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}/execution-state"))["status"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\u0000")]
    public async Task Observe_NoId_IsRefusedAndTheConnectionLives(string id)
    {
        using var socket = await ConnectAsync(host.Auditor);
        await SendTextAsync(socket, $$"""{"type":1,"invocationId":"1","target":"ObserveInstanceAsync","arguments":["{{id}}"]}""");
        Assert.Contains("1 to 256", (string)(await HearAsync(socket, null))["error"]!, StringComparison.Ordinal);
        await SendTextAsync(socket, """{"type":1,"invocationId":"2","target":"ObserveInstanceAsync","arguments":["anything"]}""");
        Assert.Null((await HearAsync(socket, null))["error"]);
    }

    [Fact]
    public async Task Negotiate_WithoutSignIn_IsRefused()
    {
        using var refused = await host.Anonymous.PostAsync($"{Hub}/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static async Task<ClientWebSocket> ConnectAsync(HttpClient client)
    {
        using var negotiated = await client.PostAsync($"{Hub}/negotiate?negotiateVersion=1", null);
        var token = (string)JsonNode.Parse(await negotiated.Content.ReadAsStringAsync())!["connectionToken"]!;
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", client.DefaultRequestHeaders.Authorization!.ToString());
        await socket.ConnectAsync(new UriBuilder(new Uri(client.BaseAddress!, $"{Hub}?id={Uri.EscapeDataString(token)}")) { Scheme = "ws" }.Uri, default);
        await SendTextAsync(socket, """{"protocol":"json","version":1}""");
        Assert.Equal("{}", await ReadAsync(socket));
        return socket;
    }

    private static async Task SendTextAsync(ClientWebSocket socket, string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, true, default);

    /// <summary>The next call of a method, or with <c>null</c> the next completion.</summary>
    private static async Task<JsonNode> HearAsync(ClientWebSocket socket, string? target)
    {
        while (true)
        {
            var message = JsonNode.Parse(await ReadAsync(socket))!;
            if (target is null ? (int)message["type"]! == 3 : (string?)message["target"] == target) return message;
        }
    }

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<ClientWebSocket, StringBuilder> _rests = [];

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var text = _rests.GetOrCreateValue(socket);
        var buffer = new byte[16384];
        while (true)
        {
            if (text.ToString().IndexOf(End, StringComparison.Ordinal) is var end && end >= 0)
            {
                var message = text.ToString(0, end);
                text.Remove(0, end + 1);
                return message;
            }

            var received = await socket.ReceiveAsync(buffer, patience.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
    }

    private static IEnumerable<JsonNode> Stats(JsonNode message, string activityId) =>
        message["arguments"]![0]!["stats"]!.AsArray().Where(s => (string)s!["activityId"]! == activityId)!;
}
