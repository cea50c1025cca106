using System.Text.Json;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Shell;

[Collection(BrowserCollection.Name)]
public sealed class LiveTests(BrowserHost host, ITestOutputHelper output)
{
    /// <summary>What the console's own client does, without it: the cookie alone opens the socket; each record ends with a character 30.</summary>
    private const string Watch = """
        async ([topics, wanted]) => {
          const { connectionToken } = await (await fetch('/hubs/live/negotiate?negotiateVersion=1', { method: 'POST' })).json();
          const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/hubs/live?id=${connectionToken}`);
          const end = String.fromCharCode(30), heard = [];
          await new Promise((resolve, reject) => {
            socket.onopen = () => socket.send(JSON.stringify({ protocol: 'json', version: 1 }) + end);
            socket.onerror = () => reject(new Error('The socket failed.'));
            socket.onmessage = ({ data }) => {
              for (const record of data.split(end).filter(text => text).map(text => JSON.parse(text))) {
                if (Object.keys(record).length === 0) topics.forEach((topic, i) => socket.send(JSON.stringify({ type: 1, target: 'Watch', arguments: [topic], invocationId: String(i) }) + end));
                if (record.type === 3 && record.error) heard.push({ refused: topics[Number(record.invocationId)] });
                if (record.type === 1) heard.push(record.arguments[0]);
                if (heard.some(one => one.topic === wanted || one.refused === wanted)) resolve();
              }
            };
            setTimeout(() => reject(new Error('Nothing was heard in two minutes: ' + JSON.stringify(heard))), 120000);
          });
          socket.close();
          return heard;
        }
        """;

    [Fact]
    public async Task Watch_OfARunOverHttp_HearsOfItAfterTheCommit()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/account");
        var hearing = visitor.Page.EvaluateAsync<JsonElement>(Watch, new object[] { new[] { "runs" }, "runs" });
        while (!hearing.IsCompleted)
        {
            await visitor.Page.EvaluateAsync("() => fetch('/workflows/compliance/check', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then(() => undefined)");
        }

        var message = (await hearing).EnumerateArray().First();
        Assert.Equal("runs", message.GetProperty("topic").GetString());
        // A fast machine commits more runs in a second than a message names; then it names none.
        Assert.InRange(message.GetProperty("subjects").GetArrayLength(), 0, 50);
    }

    [Fact]
    public async Task Watch_OfAnUnknownTopic_IsRefused()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/account");
        var heard = await visitor.Page.EvaluateAsync<JsonElement>(Watch, new object[] { new[] { "secrets" }, "secrets" });
        Assert.Equal("secrets", Assert.Single(heard.EnumerateArray().ToList()).GetProperty("refused").GetString());
        visitor.AssertNoComplaint();
    }
}
