using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Status.Host.Hosting.Web;
using Status.Host.Tests.Identity;
using Status.Testing;

namespace Status.Host.Tests.Hosting.Web;

/// <summary>Headers, proxies, other origins and limits, on the real host behind a pretended proxy on this machine.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class FrontTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HostProcess _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__Security__SignInsPerMinute"] = "100",
            ["STATUS__Proxy__Known"] = "127.0.0.1, ::1, 10.0.0.0/8",
            ["STATUS__Proxy__PathBase"] = "/status",
            ["STATUS__Cors__Origins"] = "https://portal.example",
            ["STATUS__RateLimits__AnonymousRequestsPerSecond"] = "1",
            ["STATUS__RateLimits__AnonymousBurst"] = "20",
            ["STATUS__RateLimits__RequestsPerSecond"] = "1",
            ["STATUS__RateLimits__Burst"] = "60",
        });
        _browser = new Browser(await _host.ReadyAsync());
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>One host for all of it: starting one costs more than everything that is asked of it here.</summary>
    [Fact]
    public async Task Front_OfTheHost_GuardsEveryAnswer()
    {
        await HeadersAsync();
        await ProxyAsync();
        await OtherOriginsAsync();
        await LimitsAsync();
    }

    private async Task HeadersAsync()
    {
        foreach (var (path, policy) in ((string, string)[])[("/health", SecurityHeaders.Data), ("/api/v1/alerts", SecurityHeaders.Data), ("/no-such-thing", SecurityHeaders.Data), ("/app/", SecurityHeaders.Console), ("/app/alerts/1", SecurityHeaders.Console), ("/app/elsa/3.8.2/", SecurityHeaders.Studio), ("/APP/elsa/", SecurityHeaders.Studio), ("/app/elsander", SecurityHeaders.Console), ("/workflows/nothing", SecurityHeaders.Workflow)])
        {
            var answer = await GetAsync(path);
            Assert.Equal((path, policy), (path, Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server"));
        }

        // An error clears what was set before it, and has the headers all the same.
        var bad = await _browser.SendAsync("POST", "/api/v1/session", "nonsense", _browser.Origin);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(SecurityHeaders.Data, Assert.Single(bad.Headers.GetValues("Content-Security-Policy")));
        Assert.True((await GetAsync("/health", ("X-Forwarded-Proto", "https"))).Headers.Contains("Strict-Transport-Security"));
    }

    private async Task ProxyAsync()
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/status/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/health")).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/status/api/v1/session") { Content = JsonContent.Create(new { userName = "admin", password = HostProcess.Password }) };
        foreach (var (name, value) in ((string, string)[])[("X-Forwarded-For", "203.0.113.9, 10.1.2.3"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "status.example"), ("Origin", "https://status.example")])
            request.Headers.TryAddWithoutValidation(name, value);
        var opened = await _host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", Assert.Single(opened.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await _browser.SignInAsync()).StatusCode);
        var sessions = await (await _browser.SendAsync("GET", "/api/v1/sessions")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["127.0.0.1", "203.0.113.9"], sessions.GetProperty("items").EnumerateArray().Select(session => session.GetProperty("address").GetString()!).Order(StringComparer.Ordinal));
    }

    private async Task OtherOriginsAsync()
    {
        var allowed = await GetAsync("/health", ("Origin", "https://portal.example"));
        Assert.Equal("https://portal.example", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False((await GetAsync("/health", ("Origin", "https://evil.example"))).Headers.Contains("Access-Control-Allow-Origin"));
        // Configured or not: the cookie is for pages of this origin.
        Assert.Equal(HttpStatusCode.Forbidden, (await _browser.SendAsync("DELETE", "/api/v1/sessions", origin: "https://portal.example")).StatusCode);
    }

    private async Task LimitsAsync()
    {
        var refused = await AskAsync(() => GetAsync("/ledger/checkpoint"), 40);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After"))), 1, 60);
        Assert.Equal("urn:status:problem:too-many-requests", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        // Another address, a signed-in caller, health and workflows are not concerned.
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await GetAsync("/ledger/checkpoint", ("X-Forwarded-For", "203.0.113.77"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/workflows/nothing")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(() => _browser.SendAsync("GET", "/api/v1/session"), 120)).StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(Func<Task<HttpResponseMessage>> ask, int most)
    {
        HttpResponseMessage answer;
        do answer = await ask();
        while (answer.StatusCode != HttpStatusCode.TooManyRequests && most-- > 0);
        return answer;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _host.Client.SendAsync(request);
    }
}
