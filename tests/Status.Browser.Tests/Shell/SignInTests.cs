using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Shell;

[Collection(BrowserCollection.Name)]
public sealed class SignInTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task SignIn_AtADeepLink_OpensThatPageAndSurvivesReload()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.Page.GotoAsync("/app/users");
        await visitor.HeadingAsync("Sign in");
        await visitor.AssertAccessibleAsync();
        await visitor.ScreenshotAsync("sign-in");

        await visitor.TypeCredentialsAsync("admin", HostProcess.Password);
        await visitor.HeadingAsync("Users");
        await visitor.Page.ReloadAsync();
        await visitor.HeadingAsync("Users");

        Assert.EndsWith("/app/users", visitor.Page.Url, StringComparison.Ordinal);
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoAndKeepsWhatWasTyped()
    {
        await using var visitor = await host.VisitAsync(output);
        visitor.Expect("401");
        await visitor.Page.GotoAsync("/app/");
        await visitor.TypeCredentialsAsync("admin", "wrong");

        await visitor.Page.GetByRole(AriaRole.Alert).GetByText("User name or password is wrong.").WaitForAsync();
        Assert.Equal("admin", await visitor.Page.GetByLabel("User name").InputValueAsync());
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Session_EndsWhileSomebodyTypes_AsksOverThePageAndGoesOn()
    {
        await using var visitor = await host.VisitAsync(output);
        visitor.Expect("401");
        await visitor.SignInAsync("/app/users");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "New user" }).ClickAsync();
        await visitor.Field("User name").FillAsync("typed-before");
        await visitor.Field("Password").FillAsync("a long password of somebody");
        await visitor.Page.Context.ClearCookiesAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Your session has ended" });
        await dialog.WaitForAsync();
        await visitor.ScreenshotAsync("session-ended");
        await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(HostProcess.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await visitor.Page.GetByRole(AriaRole.Cell, new() { Name = "typed-before" }).First.WaitForAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task SignOut_OfOneTab_LeavesNothingBehind()
    {
        await using var visitor = await host.VisitAsync(output);
        await visitor.SignInAsync("/app/account");
        await visitor.HeadingAsync("Account");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await visitor.HeadingAsync("Sign in");

        Assert.DoesNotContain(await visitor.Page.Context.CookiesAsync(), cookie => cookie.Name == "status_session");
        await visitor.Page.ReloadAsync();
        await visitor.HeadingAsync("Sign in");
        visitor.AssertNoComplaint();
    }
}
