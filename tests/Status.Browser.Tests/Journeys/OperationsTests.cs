using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>What operators and designers do besides drawing: tasks, schedules, repairs, tests and imports.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OperationsTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Task_CompletedByAPerson_LetsTheRunGoOnWithItsResult()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "asks-somebody", "Asks somebody",
            Definitions.Activity("Ask", "Elsa.RunTask", ("taskName", "Literal", "Approve the exception"), ("payload", "JavaScript", "({ control: 'CTL-7', days: 30 })")),
            Definitions.Activity("Say", "Elsa.WriteLine", ("text", "JavaScript", "'approved: ' + getResultFromAsk().approved")));
        var run = await Definitions.RunAsync(client, "asks-somebody");

        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/tasks");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Complete Approve the exception" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("CTL-7");
        await dialog.GetByLabel("Result, as JSON").FillAsync("{\"approved\": tru");
        await Assertions.Expect(dialog).ToContainTextAsync("This is not JSON.");
        await dialog.GetByLabel("Result, as JSON").FillAsync("{\"approved\": true}");
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-task");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();
        await visitor.Page.GetByText("Nothing is waiting for anybody").WaitForAsync();
        await EndedAsync(client, run, "Finished");
        await Definitions.RemoveAsync(client, "asks-somebody");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Schedule_PausedAndResumed_SaysSo()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/schedules");
        var pause = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pause .*, ", RegexOptions.None, TimeSpan.FromSeconds(1)) }).First;
        var name = (await pause.GetAttributeAsync("aria-label"))!["Pause ".Length..];
        await pause.ClickAsync();
        var resume = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Resume " + name, Exact = true });
        await resume.WaitForAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("Paused.*by admin", RegexOptions.Singleline, TimeSpan.FromSeconds(1)) })).ToHaveCountAsync(1);
        await visitor.ScreenshotAsync("journey-schedules");
        await resume.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause " + name, Exact = true }).WaitForAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task FaultedRun_LookedAtAndRetried_Ends()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(
            client, "stumbles", "Stumbles",
            Definitions.Activity("Stumble", "Elsa.RunJavaScript", ("script", "Literal", "if (!getVariable('Mended')) throw new Error('not yet');")));
        var run = await Definitions.RunAsync(client, "stumbles");
        await EndedAsync(client, run, "Faulted");
        var before = (await RunAsync(client, run)).GetProperty("updatedAt").GetDateTimeOffset();

        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync($"/app/run-changes?run={run}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "See what it would do" }).ClickAsync();
        await visitor.Page.GetByText("would be changed").WaitForAsync();
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-run-changes");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change one run" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change one run" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Cell, new() { Name = "Retry from where they faulted" }).First.WaitForAsync();
        // It stumbles again, as its script still says: only a later commit shows that it was tried.
        await Eventually.TrueAsync(async () => (await RunAsync(client, run)).GetProperty("updatedAt").GetDateTimeOffset() > before, "the run was tried again");
        await EndedAsync(client, run, "Faulted");
        await Definitions.RemoveAsync(client, "stumbles");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task ShippedWorkflow_ItsTestsRun_AllPassAndShowWhatTheyReach()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/workflow-tests");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "alert-routing" }).Or(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Alert routing" })).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run all" }).ClickAsync();
        await visitor.Page.GetByText("failed", new() { Exact = true }).Or(visitor.Page.GetByText("passed", new() { Exact = true })).First.WaitForAsync();
        await Assertions.Expect(visitor.Page.GetByText("failed", new() { Exact = true })).ToHaveCountAsync(0);
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-workflow-tests");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task FlowsOfNodeRed_LookedAtAndImported_AreDraftsToOpen()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/imports/node-red");
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(Clone.Path("tests/Status.Workflows.Tests/Import/NodeRed/flows.json", "git checkout"));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "See the report" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Report" }).Or(visitor.Page.GetByText("Everything is converted as it was.")).WaitForAsync();
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("journey-node-red");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Import as drafts" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Table, new() { Name = "Workflow" }).GetByRole(AriaRole.Link).First.ClickAsync();
        // The first tab has eight nodes, each on the canvas where Node-RED showed it.
        await visitor.StudioShowsAsync(".x6-node");
        await Assertions.Expect(visitor.Studio.Locator(".x6-node")).ToHaveCountAsync(8);
        await visitor.ScreenshotAsync("journey-node-red-draft");
        await visitor.Page.GotoAsync("/app/imports/node-red");
        await visitor.HeadingAsync("Import from Node-RED");
        var client = await host.Host.SignInAsync();
        var imported = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync("/api/v1/workflows?pageSize=100")).GetProperty("items").EnumerateArray()
            .Select(workflow => workflow.GetProperty("id").GetString()!).Where(id => id.StartsWith("node-red-", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, imported.Count);
        await Definitions.RemoveAsync(client, imported);
        visitor.AssertNoComplaint();
    }

    private static async Task<JsonElement> RunAsync(HttpClient client, string run) => JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync($"/api/v1/runs/{run}"));

    private static Task EndedAsync(HttpClient client, string run, string subStatus) =>
        Eventually.TrueAsync(async () => (await RunAsync(client, run)).GetProperty("subStatus").GetString() == subStatus, $"run {run} is {subStatus}");
}
