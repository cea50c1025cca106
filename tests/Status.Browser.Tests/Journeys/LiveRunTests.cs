using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>Somebody watches a run that waits; it goes on and the page says so by itself.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LiveRunTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Viewer_OfAWaitingRun_ShowsItsEndAsSoonAsTheEventComes()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "waits-for-a-word", "Waits for a word",
            Definitions.Activity("Before", "Elsa.WriteLine", ("text", "Literal", "waiting")),
            Definitions.Activity("Word", "Elsa.Event", ("eventName", "Literal", "word")),
            Definitions.Activity("After", "Elsa.WriteLine", ("text", "JavaScript", "'it came at ' + new Date().toISOString()")));
        var run = await Definitions.RunAsync(client, "waits-for-a-word");

        await using var visitor = await host.VisitAsync(output, width: 1800);
        var (observes, pushed) = (new TaskCompletionSource(), new TaskCompletionSource());
        visitor.Page.WebSocket += (_, socket) =>
        {
            if (!socket.Url.Contains("/elsa/hubs/workflow-instance", StringComparison.Ordinal)) return;
            socket.FrameSent += (_, frame) =>
            {
                if (frame.Text?.Contains("ObserveInstance", StringComparison.Ordinal) == true) observes.TrySetResult();
            };
            socket.FrameReceived += (_, frame) =>
            {
                if (frame.Text?.Contains("WorkflowInstanceUpdatedAsync", StringComparison.Ordinal) == true) pushed.TrySetResult();
            };
        };
        await visitor.SignInAsync($"/app/runs/{run}");
        await visitor.StudioShowsAsync(".mud-timeline-item");
        var journal = visitor.Studio.Locator(".mud-timeline-item");
        await Assertions.Expect(journal).ToHaveCountAsync(4);
        await Assertions.Expect(Detail(visitor, "Sub status")).ToContainTextAsync("Suspended");
        await observes.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await visitor.Page.EvaluateAsync("() => { window.wasHereBefore = true; }");

        using var triggered = await client.PostAsJsonAsync("/elsa/api/events/word/trigger", new JsonObject());
        triggered.EnsureSuccessStatusCode();

        await Assertions.Expect(Detail(visitor, "Sub status")).ToContainTextAsync("Finished", new() { Timeout = 60_000 });
        await Assertions.Expect(journal).ToHaveCountAsync(8, new() { Timeout = 60_000 });
        await pushed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.wasHereBefore === true"), "The page was loaded again.");
        await visitor.ScreenshotAsync("journey-live-run");
        visitor.AssertNoComplaint();
    }

    private static ILocator Detail(Visitor visitor, string name) => visitor.Studio.Locator("tr", new() { HasText = name });
}
