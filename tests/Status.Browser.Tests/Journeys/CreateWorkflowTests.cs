using System.Net;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>From an empty list to an answer over HTTP, with the mouse and the keyboard only.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CreateWorkflowTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Workflow_DrawnInStudioAndPublished_AnswersOverHttpAndItsRunIsShown()
    {
        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows");
        var definitionId = await CreateAsync(visitor, "Greeting over HTTP");
        await DrawAsync(new Designer(visitor));
        await visitor.ScreenshotAsync("journey-drawn");
        await visitor.AssertAccessibleAsync();
        await new Designer(visitor).PublishAsync();

        using (var anonymous = await new HttpClient { BaseAddress = new Uri(host.Address) }.GetAsync("/workflows/greeting"))
            Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        var client = await host.Host.SignInAsync();
        using var answer = await client.GetAsync("/workflows/greeting");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Hello Ada and Grace!", await answer.Content.ReadAsStringAsync());

        await visitor.ChooseAsync("Runs");
        await visitor.Studio.GetByPlaceholder("Search on Id").FillAsync(definitionId);
        await visitor.Studio.GetByPlaceholder("Search on Id").PressAsync("Enter");
        await Assertions.Expect(visitor.Studio.Locator("tbody tr")).ToHaveCountAsync(1);
        await visitor.Studio.Locator("td", new() { HasText = "Greeting over HTTP" }).ClickAsync();
        await AssertRunAsync(visitor);
        await visitor.ScreenshotAsync("journey-run");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoComplaint();
    }

    private static async Task<string> CreateAsync(Visitor visitor, string name)
    {
        await visitor.StudioShowsAsync("td:has-text('agreement-evaluation')");
        await visitor.Studio.GetByText("Create workflow").First.ClickAsync();
        var dialog = visitor.Studio.Locator(".mud-dialog");
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ok" }).ClickAsync();
        await visitor.StudioShowsAsync(".x6-graph-svg");
        await visitor.Studio.Locator(".mud-tab", new() { HasText = name }).First.WaitForAsync();
        return visitor.Page.Url.Split('/')[^1];
    }

    private static async Task DrawAsync(Designer designer)
    {
        await designer.AddAsync("HTTP", "HTTP Endpoint", 40, 120);
        await designer.AddAsync("Alerts", "Format Message", 310, 120);
        await designer.AddAsync("HTTP", "HTTP Response", 590, 120);
        await designer.ConnectAsync("HttpEndpoint1", "Done", "FormatMessage1");
        await designer.ConnectAsync("FormatMessage1", "Done", "WriteHttpResponse1");
        await designer.SelectAsync("HttpEndpoint1", "Path");
        await designer.TypeAsync("Path", "greeting");
        await designer.TickAsync("Authorize", "authorize");
        await designer.SelectAsync("WriteHttpResponse1", "Content");
        await designer.ScriptAsync("Content", "`${getLastResult().subject}!`", "getLastResult");
        await designer.SelectAsync("FormatMessage1", "Subject");
        await designer.TypeAsync("Subject", "Hello {{names}}");
        await designer.ScriptAsync("Values", "({ names: ['Ada', 'Grace'].join(' and ') })", "Grace");
    }

    /// <summary>The viewer shows what the journal has, and each node how often it ran.</summary>
    private static async Task AssertRunAsync(Visitor visitor)
    {
        await visitor.StudioShowsAsync(".x6-node");
        var journal = visitor.Studio.Locator(".mud-timeline-item");
        await Assertions.Expect(journal).ToHaveCountAsync(6);
        foreach (var activity in new[] { "HttpEndpoint1", "FormatMessage1", "WriteHttpResponse1" })
        {
            await Assertions.Expect(journal.Filter(new() { HasText = activity })).ToHaveCountAsync(2);
            await Assertions.Expect(visitor.Studio.Locator(".x6-node", new() { HasText = activity }).Locator(".mud-badge-wrapper")).ToHaveTextAsync("1");
        }

        await visitor.Studio.GetByText("Finished", new() { Exact = true }).First.WaitForAsync();
    }
}
