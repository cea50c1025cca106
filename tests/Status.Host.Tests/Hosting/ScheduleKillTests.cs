using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

/// <summary>Schedules on a host that dies.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ScheduleKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileASchedulePasses_EveryTickStartsExactlyOneRun()
    {
        JsonNode before;
        await using (var first = HostProcess.Start(Data))
        {
            var admin = await ReadyAsync(first);
            var model = StudioHost.Model(
                "ticking",
                """{"id":"t","type":"Elsa.Timer","version":1,"customProperties":{"canStartWorkflow":true},"interval":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:00:02"}},"missedFires":{"typeName":"String","expression":{"type":"Literal","value":"All"}}}""",
                """{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}""");
            model["definitionId"] = "ticking";
            await StudioHost.SaveAsync(admin, model, publish: true);
            before = (await ScheduleAsync(admin))!;
            await Eventually.TrueAsync(async () => await CountAsync(admin) >= 2, "two ticks had started runs");
            await first.KillAsync();
        }

        await using var second = HostProcess.Start(Data);
        var again = await ReadyAsync(second);
        var found = await CountAsync(again);
        await Eventually.TrueAsync(async () => await CountAsync(again) >= found + 3, "ticks went on starting runs");
        using var pause = await again.PostAsync("/api/v1/schedules/ticking/t/pause", null);
        Assert.Equal(HttpStatusCode.OK, pause.StatusCode);

        var last = (await ScheduleAsync(again))!["lastAt"]!.GetValue<DateTimeOffset>();
        // The first look may have come after the first tick; the rhythm tells which times there were.
        var start = before["lastAt"]?.GetValue<DateTimeOffset>() ?? before["nextAt"]!.GetValue<DateTimeOffset>();
        var ticks = (int)Math.Round((last - start) / TimeSpan.FromSeconds(2)) + 1;
        await Eventually.TrueAsync(async () => await CountAsync(again) >= ticks, "every tick had its run");
        Assert.Equal(ticks, await CountAsync(again));
    }

    private static async Task<JsonObject?> ScheduleAsync(HttpClient admin) => await admin.GetFromJsonAsync<JsonObject>("/api/v1/schedules/ticking/t");

    private static async Task<int> CountAsync(HttpClient admin)
    {
        var answer = await StudioHost.CallAsync(admin, HttpMethod.Post, "/workflow-instances", new JsonObject { ["page"] = 0, ["pageSize"] = 1, ["definitionId"] = "ticking" });
        return answer["totalCount"]!.GetValue<int>();
    }

    private static async Task<HttpClient> ReadyAsync(HostProcess host)
    {
        await host.ReadyAsync();
        return await host.SignInAsync();
    }
}
