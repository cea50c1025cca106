using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>A publish that is made may still have something to say; Elsa Studio shows only what stops one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PublishWarningTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Publish_OfATriggerWhoseTimeHasPassed_IsMadeAndTheConsoleSaysSo()
    {
        var client = await host.Host.SignInAsync();
        var late = Definitions.Activity("Late", "Elsa.StartAt", ("dateTime", "Literal", "2020-01-01T00:00:00Z"));
        late["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        var root = new JsonObject { ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(late), ["connections"] = new JsonArray() };
        var model = new JsonObject { ["definitionId"] = "too-late", ["name"] = "Too late", ["root"] = root };
        using var draft = await client.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model });
        Assert.True(draft.IsSuccessStatusCode, await draft.Content.ReadAsStringAsync());

        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows/too-late");
        await visitor.StudioShowsAsync(".x6-node");
        await new Designer(visitor).PublishAsync();

        await Assertions.Expect(visitor.Page.GetByText("Late: The time has passed: the trigger starts nothing.")).ToBeVisibleAsync();
        visitor.AssertNoComplaint();
        await Definitions.RemoveAsync(client, "too-late");
    }
}
