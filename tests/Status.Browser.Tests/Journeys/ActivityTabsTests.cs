using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>What a designer does in the tabs below the canvas: tries one activity, lets it be tried again, and says how it runs and what is kept of it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ActivityTabsTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Activity_TestedInItsTab_ShowsItsOutputAndItsFault()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "tried-alone", "Tried alone",
            Definitions.Activity("Sum", "Elsa.RunJavaScript", ("script", "Literal", "return { sum: 41 + 1 };")),
            Definitions.Activity("Broken", "Elsa.WriteLine", ("text", "JavaScript", "null.name")));
        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows/tried-alone");
        await visitor.StudioShowsAsync(".x6-node");
        var designer = new Designer(visitor);

        await designer.SelectAsync("Sum", "Script");
        await TestAsync(visitor, designer, "Completed");
        await Assertions.Expect(Row(visitor, "Result")).ToContainTextAsync("\"sum\":42");
        await Row(visitor, "Result").ScrollIntoViewIfNeededAsync();
        await visitor.ScreenshotAsync("journey-test-output");

        await designer.SelectAsync("Broken", "Text");
        await TestAsync(visitor, designer, "Faulted");
        var fault = visitor.Studio.GetByText("TypeError: Cannot read 'name' of null.").First;
        await fault.WaitForAsync();
        await fault.ScrollIntoViewIfNeededAsync();
        await visitor.ScreenshotAsync("journey-test-fault");

        Assert.Equal(0, await CountRunsAsync(client, "tried-alone"));
        await Definitions.RemoveAsync(client, "tried-alone");

        // A refusal would break Studio's tab; it is shown as a fault instead, and the editor lives on.
        visitor.Expect("404");
        await designer.SelectAsync("Sum", "Script");
        await TestAsync(visitor, designer, "Faulted");
        await visitor.Studio.GetByText("The host has no such version of the workflow any more.").First.WaitForAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task RetryStrategy_ChosenInItsTab_RetriesAndTheViewerListsTheTries()
    {
        await using var endpoint = new FlakyEndpoint(failures: 2);
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(client, "asks-again", "Asks again", Definitions.Activity("Ask", "Elsa.SendHttpRequest", ("url", "Literal", endpoint.Address)));
        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows/asks-again");
        await visitor.StudioShowsAsync(".x6-node");
        var designer = new Designer(visitor);
        await designer.SelectAsync("Ask", "Url");
        await designer.OpenTabAsync("Resilience");
        await designer.PickAsync("Resilience Strategy", "HTTP: 3 more tries within seconds", "\"strategyId\":\"http\"");
        await visitor.ScreenshotAsync("journey-resilience");
        await designer.PublishAsync();

        var run = await Definitions.RunAsync(client, "asks-again");
        await EndedAsync(client, run);
        Assert.Equal(3, endpoint.Requests);

        await visitor.Page.GotoAsync($"/app/runs/{run}");
        await visitor.StudioShowsAsync(".x6-node");
        await ReadLogAsync(visitor, run);
        await visitor.StudioShowsAsync(".x6-node");
        await visitor.Studio.Locator(".x6-node", new() { HasText = "Ask" }).Locator(".activity-label").ClickAsync();
        await designer.OpenTabAsync("Executions");
        var execution = visitor.Studio.Locator("tbody tr", new() { HasText = $"{run}-" });
        await Assertions.Expect(execution).ToContainTextAsync("Yes");
        await execution.ClickAsync();
        var tries = visitor.Studio.Locator("tbody tr", new() { HasText = "kind=503" });
        await Assertions.Expect(tries).ToHaveCountAsync(2);
        await tries.Last.ScrollIntoViewIfNeededAsync();
        await visitor.ScreenshotAsync("journey-retries");
        await Definitions.RemoveAsync(client, "asks-again");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Settings_ChosenInTheOtherTabs_AreSavedAndFollowed()
    {
        await using var endpoint = new FlakyEndpoint(failures: 0);
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(client, "runs-apart", "Runs apart", Definitions.Activity("Ask", "Elsa.SendHttpRequest", ("url", "Literal", endpoint.Address)));
        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows/runs-apart");
        await visitor.StudioShowsAsync(".x6-node");
        var designer = new Designer(visitor);
        await designer.SelectAsync("Ask", "Url");
        await designer.OpenTabAsync("Task");
        await designer.TickAsync("Run Asynchronously", "runAsynchronously");
        await visitor.ScreenshotAsync("journey-task-tab");
        await designer.OpenTabAsync("Commit strategy");
        await designer.PickAsync("Commit Strategy", "Commit After", "\"commitStrategyName\":\"Executed\"");
        await visitor.ScreenshotAsync("journey-commit-tab");
        await designer.OpenTabAsync("Log");
        await designer.PickAsync("Default Strategy", "Exclude", "Strategies.Exclude");
        await visitor.ScreenshotAsync("journey-log-tab");
        await designer.PublishAsync();

        var stored = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync("/elsa/api/workflow-definitions/by-definition-id/runs-apart?versionOptions=Published"));
        Assert.True(stored.GetProperty("root").GetProperty("activities")[0].GetProperty("customProperties").GetProperty("runAsynchronously").GetBoolean());
        var run = await Definitions.RunAsync(client, "runs-apart");
        await EndedAsync(client, run);
        Assert.Equal(1, endpoint.Requests);
        var executions = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync($"/elsa/api/activity-executions/list?workflowInstanceId={run}")).GetProperty("items");
        var ask = executions.EnumerateArray().Single(execution => execution.GetProperty("activityId").GetString() == "Ask");
        Assert.Equal("Completed", ask.GetProperty("status").GetString());
        // Excluded from the log: neither the address nor the answer was kept.
        Assert.DoesNotContain(endpoint.Address, ask.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"ok\"", ask.GetRawText(), StringComparison.Ordinal);
        await Definitions.RemoveAsync(client, "runs-apart");
        visitor.AssertNoComplaint();
    }

    /// <summary>The viewer's link to logs, for which the package has no screen, leads to a page of ours; and the way back.</summary>
    private static async Task ReadLogAsync(Visitor visitor, string run)
    {
        // The badge comes last: before it the rows around the link are still moving.
        await visitor.Studio.Locator(".x6-node .mud-badge-wrapper").First.WaitForAsync();
        await Assertions.Expect(visitor.Studio.Locator("tr", new() { HasText = "Sub status" })).ToContainTextAsync("Finished");
        await visitor.Studio.GetByRole(AriaRole.Link, new() { Name = "Open filtered logs" }).ClickAsync();
        await visitor.Page.WaitForURLAsync($"**/app/runs/{run}/log");
        await visitor.HeadingAsync("Log of a run");
        var table = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Log of a run" });
        await Assertions.Expect(table.GetByText("Try 2 failed (503)")).ToBeVisibleAsync();
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-run-log");
        await visitor.Page.GetByLabel("What happened", new() { Exact = true }).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Option, new() { Name = "Tries again" }).ClickAsync();
        await Assertions.Expect(table.Locator("tbody tr")).ToHaveCountAsync(2);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = $"Run {run}" }).ClickAsync();
        await visitor.Page.WaitForURLAsync($"**/app/runs/{run}");
    }

    private static async Task TestAsync(Visitor visitor, Designer designer, string status)
    {
        await designer.OpenTabAsync("Test");
        await visitor.Studio.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Assertions.Expect(visitor.Studio.Locator("tr", new() { HasTextRegex = new Regex("^\\s*Status", RegexOptions.None, TimeSpan.FromSeconds(1)) }).First).ToContainTextAsync(status);
    }

    private static ILocator Row(Visitor visitor, string name) =>
        visitor.Studio.Locator("tr", new() { HasTextRegex = new Regex($"^\\s*{name}", RegexOptions.None, TimeSpan.FromSeconds(1)) }).First;

    private static async Task<int> CountRunsAsync(HttpClient client, string definition) =>
        JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync($"/elsa/api/workflow-instances?definitionId={definition}")).GetProperty("totalCount").GetInt32();

    private static Task EndedAsync(HttpClient client, string run) => Eventually.TrueAsync(
        async () => JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync($"/api/v1/runs/{run}")).GetProperty("subStatus").GetString() == "Finished", $"run {run} has ended");
}
