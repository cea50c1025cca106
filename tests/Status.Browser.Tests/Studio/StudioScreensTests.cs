using System.Text.Json;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Studio;

[Collection(BrowserCollection.Name)]
public sealed class StudioScreensTests(BrowserHost host, ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions _camelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task Workflows_AfterSignIn_ListsWhatIsShipped()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/workflows");
        await visitor.StudioShowsAsync("td:has-text('agreement-evaluation')");
        foreach (var file in Directory.EnumerateFiles(Clone.Path("workflows", "git"), "*.json"))
            await visitor.StudioShowsAsync($"td:text-is('{Path.GetFileNameWithoutExtension(file)}')");
        await visitor.ScreenshotAsync("workflows");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Editor_OfEachShippedWorkflow_ShowsEveryNodeAndConnectionWithoutOverlap()
    {
        await using var visitor = await host.VisitAsync(output, width: 1600);
        await visitor.SignInAsync("/app/workflows");
        foreach (var file in Directory.EnumerateFiles(Clone.Path("workflows", "git"), "*.json"))
        {
            var workflow = Path.GetFileNameWithoutExtension(file);
            await visitor.StudioShowsAsync($"td:text-is('{workflow}')");
            await visitor.Studio.Locator($"td:text-is('{workflow}')").ClickAsync();
            await visitor.StudioShowsAsync(".x6-node");
            using var definition = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            await AssertDrawnAsync(visitor, workflow, definition.RootElement.GetProperty("root"));
            await visitor.ScreenshotAsync($"editor-{workflow}");
            await visitor.ChooseAsync("Workflows");
        }

        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Screens_BackForwardAndReload_ShowWhatTheAddressSays()
    {
        await using var visitor = await host.VisitAsync(output, width: 1440);
        await visitor.SignInAsync("/app/workflows");
        await visitor.StudioShowsAsync("td:has-text('compliance-check')");
        await visitor.Studio.Locator("td:has-text('compliance-check')").First.ClickAsync();
        await visitor.StudioShowsAsync(".x6-node");
        Assert.EndsWith("/app/workflows/compliance-check", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.ChooseAsync("Users");
        await visitor.HeadingAsync("Users");
        await visitor.Page.GoBackAsync();
        await visitor.StudioShowsAsync(".x6-node");
        await visitor.Page.GoBackAsync();
        await visitor.StudioShowsAsync("td:has-text('compliance-check')");
        await visitor.Page.GoForwardAsync();
        await visitor.StudioShowsAsync(".x6-node");
        await visitor.Page.ReloadAsync();
        await visitor.StudioShowsAsync(".x6-node");
        Assert.EndsWith("/app/workflows/compliance-check", visitor.Page.Url, StringComparison.Ordinal);
        visitor.AssertNoComplaint();
    }

    private static async Task AssertDrawnAsync(Visitor visitor, string workflow, JsonElement root)
    {
        // The body of a node; its group also holds the names of its ports.
        var nodes = visitor.Studio.Locator(".x6-node > rect");
        await Assertions.Expect(nodes).ToHaveCountAsync(root.GetProperty("activities").GetArrayLength());
        await Assertions.Expect(visitor.Studio.Locator(".x6-edge")).ToHaveCountAsync(root.GetProperty("connections").GetArrayLength());

        // Widths follow the texts once fonts are there.
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var boxes = (await nodes.EvaluateAllAsync<JsonElement>("""
            nodes => nodes.map(node => ({ id: node.parentElement.getAttribute('data-cell-id'), ...node.getBoundingClientRect().toJSON() }))
            """)).Deserialize<Box[]>(_camelCase)!;
        for (var i = 0; i < boxes.Length; i++)
            for (var j = i + 1; j < boxes.Length; j++)
                Assert.False(boxes[i].Overlaps(boxes[j]), $"{boxes[i].Id} and {boxes[j].Id} of {workflow} lie over each other.");
    }

    private sealed record Box(string Id, double Left, double Top, double Right, double Bottom)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
