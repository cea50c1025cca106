using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Live;

namespace Status.Host.Tests.Live;

/// <summary>A socket at <see cref="LiveHub"/>, opened with the cookie of a session as the console's page does; each record ends with a character 30.</summary>
internal sealed class LiveSocket : IDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _rest = new();

    private LiveSocket(string address, string cookie)
    {
        _socket.Options.SetRequestHeader("Cookie", $"status_session={cookie}");
        _socket.Options.SetRequestHeader("Origin", address);
    }

    /// <summary>Opens one and watches a topic.</summary>
    public static async Task<LiveSocket> WatchAsync(string address, string cookie, string topic)
    {
        var socket = new LiveSocket(address.TrimEnd('/'), cookie);
        // Without a negotiation: only the socket itself is of interest here.
        await socket._socket.ConnectAsync(new UriBuilder(new Uri(new Uri(address), LiveHub.Path)) { Scheme = "ws" }.Uri, default);
        await socket.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await socket.ReadAsync());
        await socket.SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        JsonNode answer;
        do answer = JsonNode.Parse((await socket.ReadAsync())!)!;
        while ((int)answer["type"]! != 3);
        Assert.Null(answer["error"]);
        return socket;
    }

    /// <summary>The next message of a topic; <c>null</c> when the host has closed the socket.</summary>
    public async Task<JsonNode?> HearAsync()
    {
        while (await ReadAsync() is { } text)
        {
            var record = JsonNode.Parse(text)!;
            if ((string?)record["target"] == "changed") return record["arguments"]![0];
        }

        return null;
    }

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, endOfMessage: true, default);

    private async Task<string?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var buffer = new byte[16384];
        while (true)
        {
            if (_rest.ToString().IndexOf(End, StringComparison.Ordinal) is var end && end >= 0)
            {
                var record = _rest.ToString(0, end);
                _rest.Remove(0, end + 1);
                return record;
            }

            try
            {
                var received = await _socket.ReceiveAsync(buffer, patience.Token);
                if (received.MessageType == WebSocketMessageType.Close) return null;
                _rest.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
            catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
            {
                // The host aborts the connection of a session that has ended: nobody is there to say good-bye to.
                return null;
            }
        }
    }
}
