using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>People, roles and API keys against the real host; each test makes the people it needs.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class PeopleTests(PeopleTests.RunningHost host) : IClassFixture<PeopleTests.RunningHost>
{
    private const string AnnsPassword = "a password of Ann";

    [Fact]
    public async Task User_AddedChangedAndRemoved_SignsInAccordingly()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        var made = await admin.ChangeAsync("POST", "/api/v1/users", new { name = "ann", displayName = "Ann Example", roles = new[] { "OPERATOR", "AUDITOR" }, password = AnnsPassword });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("""["AUDITOR","OPERATOR"]""", (await JsonAsync(made)).GetProperty("roles").GetRawText());
        Assert.Equal(HttpStatusCode.Conflict, (await admin.ChangeAsync("POST", "/api/v1/users", new { name = "Ann", password = AnnsPassword })).StatusCode);

        using var ann = await host.BrowserAsync("ann", AnnsPassword);
        using var elsewhere = await host.BrowserAsync("ann", AnnsPassword);
        var session = await JsonAsync(await ann.SendAsync("GET", "/api/v1/session"));
        Assert.Equal("Ann Example", session.GetProperty("user").GetProperty("displayName").GetString());
        var permissions = session.GetProperty("user").GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ToList();
        Assert.Contains("read:*", permissions);
        Assert.Contains("ack:alerts", permissions);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.ChangeAsync("POST", "/api/v1/users", new { name = "eve", password = AnnsPassword, roles = new[] { "ADMIN" } })).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await ann.ChangeAsync("PUT", "/api/v1/session/password", new { currentPassword = "wrong", newPassword = "another password" })).StatusCode);
        foreach (var bad in (string?[])[null, "short", AnnsPassword, "aaaaaaaaaaaa", new string('x', 2000)])
            Assert.Equal((bad, HttpStatusCode.BadRequest), (bad, (await ann.ChangeAsync("PUT", "/api/v1/session/password", new { currentPassword = AnnsPassword, newPassword = bad })).StatusCode));
        Assert.Equal(HttpStatusCode.NoContent, (await ann.ChangeAsync("PUT", "/api/v1/session/password", new { currentPassword = AnnsPassword, newPassword = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ann.SendAsync("GET", "/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.SendAsync("GET", "/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.SignInAsync("ann", AnnsPassword)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/ann", new { roles = new[] { "DESIGNER" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ann.SendAsync("GET", "/api/v1/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/ann", new { disabled = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ann.SendAsync("GET", "/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ann.SignInAsync("ann", "another password")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.ChangeAsync("DELETE", "/api/v1/users/ann")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.SendAsync("GET", "/api/v1/users/ann")).StatusCode);

        var trail = (await JsonAsync(await admin.SendAsync("GET", "/api/v1/audit?subject=user/ann"))).GetProperty("items").EnumerateArray().Reverse().ToList();
        Assert.Equal(
            ["admin user.created", "ann user.password-changed", "admin user.changed", "admin user.changed", "admin user.deleted"],
            trail.Select(entry => $"{entry.GetProperty("actor").GetString()} {entry.GetProperty("action").GetString()}"));
        for (var i = 1; i < trail.Count; i++) Assert.Equal(trail[i - 1].GetProperty("after").GetString(), trail[i].GetProperty("before").GetString());
    }

    [Fact]
    public async Task AccessToken_PersonChanged_MayWhatThePersonMayNow()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        Assert.Equal(HttpStatusCode.Created, (await admin.ChangeAsync("POST", "/api/v1/users", new { name = "tom", roles = new[] { "AUDITOR" }, password = AnnsPassword })).StatusCode);
        using var machine = new Browser(host.Address);
        var first = await TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first));

        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/tom", new { roles = new[] { "DESIGNER" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(first));
        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/tom", new { roles = new[] { "AUDITOR" }, disabled = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(first));

        // What ended stays ended when the person comes back.
        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/tom", new { disabled = false })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(first));
        var second = await TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(second));
        Assert.Equal(HttpStatusCode.OK, (await admin.ChangeAsync("PUT", "/api/v1/users/tom", new { password = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(second));

        async Task<string> TokenAsync() =>
            (await JsonAsync(await machine.SendAsync("POST", "/elsa/api/identity/login", new { username = "tom", password = AnnsPassword }))).GetProperty("accessToken").GetString()!;

        async Task<HttpStatusCode> AskAsync(string token) => (await machine.SendAsync("GET", "/api/v1/audit", authorization: $"Bearer {token}")).StatusCode;
    }

    [Fact]
    public async Task User_HostileInput_IsRefusedWithAReason()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        foreach (var name in (string?[])[null, "", " ", new string('a', 129), "a b", "a/b", "a\0", "<script>", "é", "аdmin"])
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, (await admin.ChangeAsync("POST", "/api/v1/users", new { name, password = AnnsPassword })).StatusCode));
        foreach (var body in (object[])[new { name = "bob" }, new { name = "bob", password = "bob" }, new { name = "bobbobbob", password = "BOBBOBBOB" }, new { name = "bob", password = AnnsPassword, roles = new[] { "GOD" } }, new { name = "bob", password = AnnsPassword, roles = new string?[] { null } }, new { name = "bob", password = AnnsPassword, displayName = "a\nb" }, new { name = 1 }, Array.Empty<int>()])
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await admin.ChangeAsync("POST", "/api/v1/users", body)).StatusCode));
        foreach (var path in (string[])["/api/v1/users?search=%00", "/api/v1/users?page=x", "/api/v1/users?pageSize=1001"])
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await admin.SendAsync("GET", path)).StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.SendAsync("GET", "/api/v1/users/' or 1=1 --")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.ChangeAsync("PUT", "/api/v1/users/admin", new { name = "root" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync("GET", "/api/v1/roles")).StatusCode);
    }

    [Fact]
    public async Task Administrator_TheLastOne_CannotGo()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        foreach (var (method, body) in ((string, object?)[])[("DELETE", null), ("PUT", new { disabled = true }), ("PUT", new { roles = new[] { "OPERATOR" } })])
            Assert.Equal(HttpStatusCode.Conflict, (await admin.ChangeAsync(method, "/api/v1/users/admin", body)).StatusCode);

        Assert.Equal(HttpStatusCode.Created, (await admin.ChangeAsync("POST", "/api/v1/users", new { name = "second", roles = new[] { "ADMIN" }, password = AnnsPassword })).StatusCode);
        using var second = await host.BrowserAsync("second", AnnsPassword);
        // Both at once: one of them stays.
        var outcomes = await Task.WhenAll(admin.ChangeAsync("PUT", "/api/v1/users/second", new { roles = Array.Empty<string>() }), second.ChangeAsync("PUT", "/api/v1/users/admin", new { roles = Array.Empty<string>() }));
        Assert.Single(outcomes, outcome => outcome.StatusCode == HttpStatusCode.OK);
        if (outcomes[1].StatusCode == HttpStatusCode.OK)
            Assert.Equal(HttpStatusCode.OK, (await second.ChangeAsync("PUT", "/api/v1/users/admin", new { roles = new[] { "ADMIN" } })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.ChangeAsync("DELETE", "/api/v1/users/second")).StatusCode);
    }

    [Fact]
    public async Task ApiKey_OfAPerson_MayNoMoreThanItsMakerAndEnds()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        await admin.ChangeAsync("POST", "/api/v1/users", new { name = "maker", roles = new[] { "OPERATOR" }, password = AnnsPassword });
        using var maker = await host.BrowserAsync("maker", AnnsPassword);
        foreach (var body in (object[])[new { name = "k", permissions = new[] { "*" } }, new { name = "k", permissions = new[] { "read:*" } }, new { name = "k", permissions = new[] { "administer:users" } }, new { name = "" }, new { name = "k", expiresAt = "2020-01-01T00:00:00Z" }, new { name = "k", expiresAt = "2999-01-01T00:00:00Z" }, new { name = "k", roles = new[] { "ADMIN" } }, new { name = "k", roles = new[] { "NOBODY" } }, new { name = "k", permission = new[] { "read:alerts" } }])
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await maker.ChangeAsync("POST", "/api/v1/api-keys", body)).StatusCode));
        var made = await JsonAsync(await maker.ChangeAsync("POST", "/api/v1/api-keys", new { name = "build", permissions = new[] { "read:alerts", "write:metrics", "write:api-keys" } }));
        var key = made.GetProperty("key").GetString()!;
        Assert.StartsWith(made.GetProperty("prefix").GetString()!, key, StringComparison.Ordinal);

        using var machine = new Browser(host.Address);
        async Task<HttpStatusCode> AskAsync(string path, string credential, string method = "GET", object? body = null) =>
            (await machine.SendAsync(method, path, body, authorization: credential)).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/alerts", "ApiKey " + key));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/agreements", "ApiKey " + key));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/api-keys", "ApiKey " + key, "POST", new { name = "successor" }));
        foreach (var forged in (string[])["ApiKey", "ApiKey ", "ApiKey stk_", $"ApiKey {key}x", $"ApiKey {key[..^1]}", $"ApiKey {key}, ApiKey {key}", $"Bearer {key}", $"Basic {key}", "ApiKey " + new string('a', 5000), $"ApiKey {key.ToUpperInvariant()}"])
            Assert.Equal((forged, HttpStatusCode.Unauthorized), (forged, await AskAsync("/api/v1/alerts", forged)));

        var listed = Assert.Single((await JsonAsync(await maker.SendAsync("GET", "/api/v1/api-keys"))).GetProperty("items").EnumerateArray());
        Assert.True(listed.GetProperty("lastUsedAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.False(listed.TryGetProperty("key", out var shown) && shown.ValueKind != JsonValueKind.Null);

        // As the console asks for one: by roles. It may what they may, not what its maker may.
        var audits = (await JsonAsync(await admin.ChangeAsync("POST", "/api/v1/api-keys", new { name = "auditing", roles = new[] { "AUDITOR" } })));
        Assert.DoesNotContain("*", audits.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/agreements", "ApiKey " + audits.GetProperty("key").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/users", "ApiKey " + audits.GetProperty("key").GetString(), "POST", new { name = "more" }));

        // What the maker loses, the key loses.
        await admin.ChangeAsync("PUT", "/api/v1/users/maker", new { roles = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/alerts", "ApiKey " + key));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.ChangeAsync("DELETE", "/api/v1/api-keys/" + made.GetProperty("id").GetString())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/v1/alerts", "ApiKey " + key));
        Assert.DoesNotContain(key[^43..], host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auditor_OnEveryRouteThatChangesSomething_IsRefused()
    {
        using var admin = await host.BrowserAsync("admin", HostProcess.Password);
        await admin.ChangeAsync("POST", "/api/v1/users", new { name = "auditor", roles = new[] { "AUDITOR" }, password = AnnsPassword });
        using var auditor = await host.BrowserAsync("auditor", AnnsPassword);
        var asked = 0;
        foreach (var (method, path) in Changing())
        {
            var answer = await auditor.ChangeAsync(method, path);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {answer.StatusCode}");
            Assert.DoesNotContain("foreign-origin", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            asked++;
        }

        Assert.True(asked > 20, $"Only {asked} routes were asked.");
        foreach (var path in (string[])["/api/v1/audit", "/api/v1/users", "/api/v1/alerts", "/api/v1/agreements", "/api/v1/evidence", "/elsa/api/workflow-definitions"])
            Assert.Equal((path, HttpStatusCode.OK), (path, (await auditor.SendAsync("GET", path)).StatusCode));
    }

    /// <summary>Every route that changes something, with something in place of its parameters; but for one's own account, public ones, and questions with a body.</summary>
    private static List<(string Method, string Path)> Changing() =>
    [
        .. from route in ((IEndpointRouteBuilder)Program.Compose([])).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           where route.Metadata.GetMetadata<IAllowAnonymous>() is null
           let path = "/" + route.RoutePattern.RawText!.Trim('/')
           where !path.StartsWith("/api/v1/session", StringComparison.Ordinal) && !path.StartsWith("/hubs/", StringComparison.Ordinal) && !Api.RouteRightsTests.Questions.Contains(path)
           from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           where method is not ("GET" or "HEAD" or "OPTIONS")
           select (method, string.Concat(route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(Fill))))),
    ];

    private static string Fill(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part) => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: [{ Content: "guid" }, ..] } => "6f0d8b3e-7c67-4a3e-9f51-3c3f0c2f3f10",
        _ => "1",
    };

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public sealed class RunningHost : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private HostProcess _host = null!;

        public string Address { get; private set; } = "";

        public string Output => _host.Output;

        public async Task InitializeAsync()
        {
            _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Security__SignInsPerMinute"] = "1000" });
            Address = await _host.ReadyAsync();
        }

        public async Task DisposeAsync()
        {
            await _host.DisposeAsync();
            _folder.Dispose();
        }

        internal async Task<Browser> BrowserAsync(string name, string password)
        {
            var browser = new Browser(Address);
            using var answer = await browser.SignInAsync(name, password);
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {answer.StatusCode}");
            return browser;
        }
    }
}
