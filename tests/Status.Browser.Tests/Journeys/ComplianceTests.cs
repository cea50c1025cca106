using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>The platform checks itself: somebody sees the results come in, takes an alert on, and checks the ledger without trusting the host.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ComplianceTests(BrowserHost host, ITestOutputHelper output)
{
    /// <summary>How long after a fresh start the first results may take.</summary>
    private const float TwoMinutes = 120_000;

    [Fact]
    public async Task Overview_AfterAFreshStart_FillsWithResults()
    {
        await using var visitor = await host.VisitAsync(output, width: 1440);
        await visitor.SignInAsync();
        await visitor.HeadingAsync("Overview");
        var card = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Platform service levels", Exact = true });
        await Assertions.Expect(Row(card, "AVAILABILITY")).ToContainTextAsync("Fulfilled", new() { Timeout = TwoMinutes });
        await Assertions.Expect(Row(card, "CPU")).ToContainTextAsync("Violated", new() { Timeout = TwoMinutes });
        foreach (var tile in new[] { "Ledger entries", "Evidence in 24 hours", "Open alerts" })
            await visitor.Page.GetByRole(AriaRole.Link, new() { NameRegex = Pattern($"^{tile}: [1-9]") }).WaitForAsync(new() { Timeout = TwoMinutes });
        await visitor.ScreenshotAsync("journey-overview");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Alert_AcknowledgedWithAComment_ShowsBothInItsTimeline()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/alerts");
        await visitor.HeadingAsync("Alerts");
        await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { NameRegex = Pattern("processor time") }).First.ClickAsync(new() { Timeout = TwoMinutes });
        await visitor.Page.GetByLabel("Comment", new() { Exact = true }).FillAsync("The limit is one percent on purpose.");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        var timeline = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Timeline" });
        await Assertions.Expect(timeline).ToContainTextAsync("The limit is one percent on purpose.");
        await Assertions.Expect(timeline).ToContainTextAsync("Acknowledged");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" })).ToHaveCountAsync(0);
        await visitor.ScreenshotAsync("journey-alert");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task LedgerEntry_VerifiedInTheBrowser_PassesEveryStep()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/ledger");
        await visitor.HeadingAsync("Ledger");
        await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { NameRegex = Pattern(@"^\d+$") }).First.ClickAsync(new() { Timeout = TwoMinutes });
        var proof = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Proof" });
        await proof.GetByRole(AriaRole.Button, new() { Name = "Verify in this browser" }).ClickAsync();
        await proof.GetByText("Every step was computed in this browser.").WaitForAsync();
        await Assertions.Expect(proof).ToContainTextAsync("Signature of the checkpoint (Ed25519)");
        await Assertions.Expect(proof).ToContainTextAsync("Inclusion in the signed tree (RFC 6962)");
        await visitor.ScreenshotAsync("journey-ledger-verified");
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoComplaint();
    }

    private static ILocator Row(ILocator card, string guarantee) => card.GetByRole(AriaRole.Row).Filter(new() { HasText = guarantee });

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
