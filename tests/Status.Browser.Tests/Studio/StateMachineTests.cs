using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Studio;

/// <summary>A state machine, one of the three roots that Studio offers for a new workflow.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StateMachineTests(BrowserHost host, ITestOutputHelper output)
{
    private const string Id = "order-states";

    [Fact]
    public async Task StateMachine_InTheEditorAndAsARun_IsShownAndGoesToItsEnd()
    {
        using var client = await host.Host.SignInAsync();
        await PublishAsync(client);
        var run = await Definitions.RunAsync(client, Id);

        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync($"/app/workflows/{Id}");
        // The states stand in the list of initial states and, as texts, in the diagram.
        foreach (var state in (string[])["Awaiting payment", "Delivered", "Given up"])
            await visitor.Studio.Locator("option", new() { HasText = state }).First.WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = BrowserHost.StudioPatience });
        await visitor.StudioShowsAsync(":not(option):text-is('Delivered')");
        await visitor.ScreenshotAsync("editor-state-machine");
        visitor.AssertNoComplaint();

        using (var sent = await client.PostAsJsonAsync("/elsa/api/events/order-paid/trigger", new JsonObject())) Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        Assert.Equal("Finished", await EndOfAsync(client, run));
    }

    private static async Task<string?> EndOfAsync(HttpClient client, string run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var row = await client.GetFromJsonAsync<JsonElement>($"/elsa/api/workflow-instances/{run}", patience.Token);
            if (row.GetProperty("status").GetString() == "Finished") return row.GetProperty("subStatus").GetString();
            await Task.Yield();
        }
    }

    private static async Task PublishAsync(HttpClient client)
    {
        var paid = Definitions.Activity("paid", "Elsa.Event", ("eventName", "Literal", "order-paid"));
        var cancelled = Definitions.Activity("cancelled", "Elsa.Event", ("eventName", "Literal", "order-cancelled"));
        var root = new JsonObject
        {
            ["id"] = "Machine1",
            ["type"] = "Elsa.StateMachine",
            ["version"] = 1,
            ["initialState"] = "Awaiting payment",
            ["states"] = new JsonArray(new JsonObject { ["name"] = "Awaiting payment" }, new JsonObject { ["name"] = "Delivered", ["entry"] = Definitions.Activity("deliver", "Elsa.WriteLine", ("text", "Literal", "delivered")) }, new JsonObject { ["name"] = "Given up" }),
            ["transitions"] = new JsonArray(
                new JsonObject { ["name"] = "pay", ["from"] = "Awaiting payment", ["to"] = "Delivered", ["trigger"] = paid },
                new JsonObject { ["name"] = "cancel", ["from"] = "Awaiting payment", ["to"] = "Given up", ["trigger"] = cancelled }),
        };
        using var answer = await client.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = new JsonObject { ["definitionId"] = Id, ["name"] = "Order states", ["root"] = root }, ["publish"] = true });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
