using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Journeys;

/// <summary>Somebody who may look at everything and change nothing.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AuditorTests(BrowserHost host, ITestOutputHelper output)
{
    private const string Password = "looks at everything here";

    [Fact]
    public async Task Auditor_InListAndEditor_CanLookAndNotChange()
    {
        await MakeAsync("olga");
        await using var visitor = await host.VisitAsync(output, width: 1800);
        await visitor.SignInAsync("/app/workflows", "olga", Password);
        await visitor.StudioShowsAsync("td:has-text('agreement-evaluation')");
        await Assertions.Expect(visitor.Studio.GetByRole(AriaRole.Button, new() { Name = "Create workflow" })).ToBeDisabledAsync();
        await visitor.AssertAccessibleAsync();

        await visitor.Studio.Locator("td", new() { HasText = "agreement-evaluation" }).First.ClickAsync();
        await visitor.StudioShowsAsync(".x6-node");
        await visitor.Studio.Locator(".mud-alert", new() { HasText = "read-only" }).WaitForAsync();
        await visitor.ScreenshotAsync("journey-auditor");

        // Studio offers to run whatever it shows; the host refuses, and the console says so.
        visitor.Expect("403");
        await new Designer(visitor).RunAsync();
        await visitor.Page.GetByText("Your roles do not allow that.").WaitForAsync();
        await visitor.AssertAccessibleAsync();
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Auditor_AtAnApiThatChanges_IsRefused()
    {
        (string Method, string Path)[] changes =
        [
            ("POST", "/elsa/api/workflow-definitions"),
            ("POST", "/elsa/api/workflow-definitions/import"),
            ("POST", "/elsa/api/workflow-definitions/agreement-evaluation/publish"),
            ("POST", "/elsa/api/workflow-definitions/agreement-evaluation/retract"),
            ("POST", "/elsa/api/workflow-definitions/agreement-evaluation/execute"),
            ("DELETE", "/elsa/api/workflow-definitions/agreement-evaluation"),
            ("POST", "/elsa/api/bulk-actions/delete/workflow-instances/by-id"),
            ("POST", "/api/v1/users"),
            ("POST", "/api/v1/api-keys"),
        ];
        await MakeAsync("igor");
        using var client = new HttpClient { BaseAddress = new Uri(host.Address) };
        using var login = await client.PostAsJsonAsync("/elsa/api/identity/login", new { username = "igor", password = Password });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (var read = await client.GetAsync("/elsa/api/workflow-definitions"))
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        foreach (var (method, path) in changes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new JsonObject()) };
            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} was answered with {answer.StatusCode}.");
        }
    }

    private async Task MakeAsync(string name)
    {
        var administrator = await host.Host.SignInAsync();
        using var made = await administrator.PostAsJsonAsync("/api/v1/users", new { name, displayName = name, password = Password, roles = new[] { "AUDITOR" } });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
    }
}
