using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>A workflow breaks, and the person who looks finds out where and why.</summary>
[Collection(BrowserCollection.Name)]
public sealed class IncidentTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Workflow_BrokenInTheEditorAndRun_ShowsTheIncident()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "breaks", "Breaks",
            Definitions.Activity("Fine", "Elsa.WriteLine", ("text", "Literal", "so far so good")),
            Definitions.Activity("Broken", "Elsa.WriteLine", ("text", "JavaScript", "'still fine'")));

        await using var visitor = await host.VisitAsync(output, width: 1800);
        // A run that faults is answered with 500, as Elsa's server does.
        visitor.Expect("500");
        await visitor.SignInAsync("/app/workflows/breaks");
        await visitor.StudioShowsAsync(".x6-node");
        var designer = new Designer(visitor);
        await designer.SelectAsync("Broken", "Text");
        await designer.RewriteAsync("Text", "null.name", "null.name");
        await designer.PublishAsync();
        await designer.RunAsync();
        await WatchAsync(visitor);

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

    /// <summary>Studio opens the run, or the console offers it.</summary>
    private static async Task WatchAsync(Visitor visitor)
    {
        var offer = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Watch it" });
        var opened = visitor.Page.WaitForURLAsync("**/app/runs/*");
        if (await Task.WhenAny(opened, offer.WaitForAsync()) != opened) await offer.ClickAsync();
        await opened;
    }
}
