using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Shell;

[Collection(BrowserCollection.Name)]
public sealed class OwnPagesTests(BrowserHost host, ITestOutputHelper output)
{
    private static readonly (string Path, string Heading)[] _pages =
    [
        ("users", "Users"), ("keys", "API keys"), ("audit", "Audit trail"), ("account", "Account"), ("schedules", "Schedules"), ("tasks", "Tasks"), ("run-changes", "Changes of runs"),
        ("workflow-tests", "Workflow tests"), ("imports/node-red", "Import from Node-RED"),
    ];

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 1280)]
    [InlineData(false, 390)]
    public async Task Pages_InEachLook_AreAccessibleAndFitTheWindow(bool dark, int width)
    {
        await using var visitor = await host.VisitAsync(output, dark, width);
        await visitor.SignInAsync("/app/users");
        foreach (var (path, heading) in _pages)
        {
            await visitor.Page.GotoAsync("/app/" + path);
            await visitor.HeadingAsync(heading);
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await visitor.AssertAccessibleAsync();
            Assert.True(
                await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{path} is wider than {width} px.");
            await visitor.ScreenshotAsync($"{path.Replace('/', '-')}-{(dark ? "dark" : "light")}-{width}");
        }

        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Keyboard_FromTheTop_ReachesContentBySkipLink()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/account");
        await visitor.Page.ReloadAsync();
        await visitor.HeadingAsync("Account");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await visitor.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.getElementById('content').contains(document.activeElement)"));
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Menu_OfAnAuditor_HasNoAdministration()
    {
        await using (var administrator = await host.VisitAsync(output))
        {
            await administrator.SignInAsync("/app/users");
            await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "New user" }).ClickAsync();
            await administrator.Field("User name").FillAsync("reader");
            await administrator.Page.GetByRole(AriaRole.Combobox, new() { Name = "Roles" }).ClickAsync();
            await administrator.Page.GetByRole(AriaRole.Option, new() { Name = "AUDITOR" }).ClickAsync();
            await administrator.Field("Password").FillAsync("reads everything here");
            await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await administrator.Page.GetByRole(AriaRole.Cell, new() { Name = "reader", Exact = true }).First.WaitForAsync();
            await administrator.Page.GotoAsync("/app/audit");
            await administrator.Page.GetByRole(AriaRole.Cell, new() { Name = "reader" }).First.WaitForAsync();
            administrator.AssertNoComplaint();
        }

        await using var auditor = await host.VisitAsync(output);
        await auditor.SignInAsync("/app/audit", "reader", "reads everything here");
        await auditor.HeadingAsync("Audit trail");
        var menu = auditor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" });
        Assert.Equal(1, await menu.GetByRole(AriaRole.Link, new() { Name = "Workflows" }).CountAsync());
        Assert.Equal(0, await menu.GetByRole(AriaRole.Link, new() { Name = "Users" }).CountAsync());
        auditor.AssertNoComplaint();
    }
}
