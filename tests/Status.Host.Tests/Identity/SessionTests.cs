using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>Sessions as a browser sees them, against the real host.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class SessionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HostProcess _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Security__SignInsPerMinute"] = "50" });
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
    public async Task Session_InABrowser_OpensRenewsAndEnds()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);
        foreach (var (name, password) in ((string?, string?)[])[("admin", "wrong"), ("nobody", "wrong"), (null, null), (new string('a', 5000), "x"), ("a\0b", "x"), ("admin", new string('x', 3000))])
            Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SignInAsync(name, password)).StatusCode);

        var opened = await _browser.SignInAsync("admin", HostProcess.Password);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^status_session=[A-Za-z0-9_-]{43}; expires=.*; path=/; samesite=lax; httponly$", cookie);
        var body = await opened.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""{"name":"admin","displayName":"admin","roles":["ADMIN"],"permissions":["*"]}""", body.GetProperty("user").GetRawText());
        Assert.True(body.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);

        Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);
        foreach (var path in (string[])["/api/v1/alerts", "/elsa/api/workflow-definitions", "/openapi/v1.json"])
            Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync("GET", path)).StatusCode);
        // A wrong token is not helped by the cookie beside it.
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SendAsync("GET", "/api/v1/alerts", authorization: "Bearer x.y.z")).StatusCode);

        await RefuseForeignOriginsAsync();
        await RefuseForgedCookiesAsync();
        await SignOutAsync();
        Assert.DoesNotContain(cookie[..60], _host.Output, StringComparison.Ordinal);
    }

    private async Task RefuseForeignOriginsAsync()
    {
        foreach (var origin in (string?[])[null, "null", "https://evil.example", "http://127.0.0.1.evil.example", _browser.Origin + ".evil.example", _browser.Origin + "/", "http://127.0.0.1:1", ""])
        {
            var refused = await _browser.SendAsync("DELETE", "/api/v1/session", origin: origin);
            Assert.Equal((origin, HttpStatusCode.Forbidden), (origin, refused.StatusCode));
            Assert.Equal("urn:status:problem:foreign-origin", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _browser.SignInAsync("admin", HostProcess.Password, "https://evil.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _browser.SendAsync("GET", "/api/v1/alerts", origin: "https://evil.example", upgrade: true)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);
    }

    private async Task RefuseForgedCookiesAsync()
    {
        var real = _browser.Cookie!;
        foreach (var forged in (string[])["", "x", new string('A', 43), new string('A', 5000), real[..^1] + (real[^1] == 'A' ? 'B' : 'A'), real + "A", real.ToUpperInvariant(), "%00" + real[3..], "é" + real[1..]])
        {
            _browser.Cookie = forged;
            Assert.Equal((forged, HttpStatusCode.Unauthorized), (forged, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode));
        }

        _browser.Cookie = real;
    }

    private async Task SignOutAsync()
    {
        var stolen = _browser.Cookie;
        Assert.Equal(HttpStatusCode.NoContent, (await _browser.SendAsync("DELETE", "/api/v1/session", origin: _browser.Origin)).StatusCode);
        _browser.Cookie = stolen;
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);

        await _browser.SignInAsync("admin", HostProcess.Password);
        var first = _browser.Cookie;
        _browser.Cookie = null;
        await _browser.SignInAsync("admin", HostProcess.Password);
        var sessions = await (await _browser.SendAsync("GET", "/api/v1/sessions")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, sessions.GetProperty("total").GetInt32());
        Assert.Single(sessions.GetProperty("items").EnumerateArray(), session => session.GetProperty("current").GetBoolean());
        var second = _browser.Cookie;
        Assert.Equal(HttpStatusCode.NoContent, (await _browser.SendAsync("DELETE", "/api/v1/sessions", origin: _browser.Origin)).StatusCode);
        foreach (var ended in (string?[])[first, second])
        {
            _browser.Cookie = ended;
            Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.SendAsync("GET", "/api/v1/session")).StatusCode);
        }
    }
}
