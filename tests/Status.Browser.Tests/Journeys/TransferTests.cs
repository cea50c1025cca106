using System.Text.Json;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>Back to an older version; out of the system as a file, and in again.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TransferTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Version_RolledBackExportedDeletedAndImported_IsTheOldOneAgain()
    {
        var client = await host.Host.SignInAsync();
        await Definitions.PublishAsync(client, "travels", "Travels", Definitions.Activity("First", "Elsa.WriteLine", ("text", "Literal", "as it was")));
        await Definitions.PublishAsync(
            client, "travels", "Travels",
            Definitions.Activity("First", "Elsa.WriteLine", ("text", "Literal", "as it was")),
            Definitions.Activity("Second", "Elsa.WriteLine", ("text", "Literal", "added later")));

        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows/travels");
        await visitor.StudioShowsAsync(".x6-node");
        await Assertions.Expect(visitor.Studio.Locator(".x6-node")).ToHaveCountAsync(2);
        await RollBackAsync(visitor);
        await Assertions.Expect(visitor.Studio.Locator(".x6-node")).ToHaveCountAsync(1);
        await visitor.ScreenshotAsync("journey-rolled-back");
        var file = await ExportAsync(visitor);

        await visitor.ChooseAsync("Workflows");
        await DeleteAsync(visitor);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/elsa/api/workflow-definitions/by-definition-id/travels?versionOptions=Latest")).StatusCode);
        await ImportAsync(visitor, file);
        await visitor.ScreenshotAsync("journey-imported");

        await Row(visitor).Locator("td", new() { HasText = "travels" }).First.ClickAsync();
        await visitor.StudioShowsAsync(".x6-node");
        await Assertions.Expect(visitor.Studio.Locator(".x6-node")).ToHaveCountAsync(1);
        visitor.AssertNoComplaint();
    }

    private static ILocator Row(Visitor visitor) => visitor.Studio.Locator("tr", new() { HasText = "travels" });

    private static async Task RollBackAsync(Visitor visitor)
    {
        await visitor.Studio.Locator(".mud-tab", new() { HasText = "Version history" }).ClickAsync();
        var rows = visitor.Studio.Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await rows.Filter(new() { Has = visitor.Page.Locator("td:text-is('1')") }).Locator(".mud-menu button").ClickAsync();
        await visitor.Studio.Locator(".mud-popover-open").GetByText("Rollback to this version").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(3);
    }

    private static async Task<string> ExportAsync(Visitor visitor)
    {
        await new Designer(visitor).ChooseAsync("Export");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Studio.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync());
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), download.SuggestedFilename);
        await download.SaveAsAsync(file);
        using var exported = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.Equal("travels", exported.RootElement.GetProperty("definitionId").GetString());
        Assert.Equal("First", Assert.Single(exported.RootElement.GetProperty("root").GetProperty("activities").EnumerateArray().ToList()).GetProperty("id").GetString());
        return file;
    }

    private static async Task DeleteAsync(Visitor visitor)
    {
        await Row(visitor).Locator(".mud-menu button").Last.ClickAsync();
        await visitor.Studio.Locator(".mud-popover-open").GetByText("Delete", new() { Exact = true }).ClickAsync();
        await visitor.Studio.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(Row(visitor)).ToHaveCountAsync(0);
    }

    private static async Task ImportAsync(Visitor visitor, string file)
    {
        await visitor.Studio.Locator(".mud-button-group-root .mud-menu button").First.ClickAsync();
        var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(
            () => visitor.Studio.Locator(".mud-popover-open").GetByText("Import", new() { Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(file);
        await visitor.Studio.GetByText("1 workflow imported successfully.").WaitForAsync();
        await Assertions.Expect(Row(visitor)).ToHaveCountAsync(1);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
