using Microsoft.Playwright;
using Status.Browser.Tests.Support;

namespace Status.Browser.Tests.Journeys;

/// <summary>A workflow breaks, and the person who looks finds out where and why.</summary>
[Collection(BrowserCollection.Name)]
public sealed class IncidentTests(BrowserHost host)
{
    [Fact]
    public async Task Viewer_OfABrokenRun_ShowsTheIncident()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "breaks", "Breaks",
            Definitions.Activity("Fine", "Elsa.WriteLine", ("text", "Literal", "so far so good")),
            Definitions.Activity("Broken", "Elsa.WriteLine", ("text", "JavaScript", "null.name")));
        var run = await Definitions.RunAsync(client, "breaks");

        await using var visitor = await host.VisitAsync(width: 1800);
        await visitor.SignInAsync($"/app/runs/{run}");
        await visitor.StudioShowsAsync(".mud-timeline-item");
        await Assertions.Expect(visitor.Studio.Locator(".mud-timeline-item", new() { HasText = "Broken" }).Last).ToContainTextAsync("Faulted");
        await Assertions.Expect(visitor.Studio.Locator("tr", new() { HasText = "Sub status" })).ToContainTextAsync("Faulted");
        await visitor.Studio.Locator(".mud-tab", new() { HasText = "Incidents" }).ClickAsync();
        await visitor.Studio.Locator(".mud-expand-panel-header", new() { HasText = "TypeError: Cannot read 'name' of null." }).ClickAsync();
        await Assertions.Expect(visitor.Studio.Locator(".mud-expand-panel").Filter(new() { HasText = "TypeError" })).ToContainTextAsync("Broken");
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-incident");
        visitor.AssertNoComplaint();
    }
}
