using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Identity;

[Collection(HostProcessCollection.Name)]
public sealed class SignInTests : IAsyncLifetime
{
    private const string Login = "/elsa/api/identity/login";
    private readonly TemporaryFolder _folder = new();
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Security__SignInsPerMinute"] = "25" });
        await _host.ReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>One host for all of it: starting one costs more than everything that is asked of it here.</summary>
    [Fact]
    public async Task SignIn_FromOutside_GivesTokensToTheRightPersonOnly()
    {
        foreach (var path in (string[])["/openapi/v1.json", "/elsa/api/workflow-definitions", "/api/v1/metrics", "/no-such-thing"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await _host.Client.GetAsync(path)).StatusCode);
        foreach (var path in (string[])["/health", "/health/live", "/health/ready"])
            Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync(path)).StatusCode);
        var problem = await (await _host.Client.GetAsync("/openapi/v1.json")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:status:problem:unauthorized", problem.GetProperty("type").GetString());

        // The shapes recorded from an Elsa server: a wrong password is an answer, not an error.
        var wrong = await PostAsync("""{"username":"admin","password":"wrong"}""");
        Assert.Equal((HttpStatusCode.OK, """{"isAuthenticated":false}"""), (wrong.Status, wrong.Body));
        var unknown = await PostAsync("""{"username":"nobody","password":"wrong"}""");
        Assert.Equal((wrong.Status, wrong.Body), (unknown.Status, unknown.Body));
        var empty = await PostAsync("{}");
        Assert.Equal(HttpStatusCode.BadRequest, empty.Status);
        Assert.Contains("\"username\":[\"'username' must not be empty.\"]", empty.Body, StringComparison.Ordinal);

        string[] hostile =
        [
            "", "null", "[]", "{", "\"x\"", """{"username":{},"password":[]}""", """{"username":"a\u0000b","password":"x"}""",
            $$"""{"username":"{{new string('a', 300)}}","password":"x"}""", $$"""{"username":"admin","password":"{{new string('a', 2000)}}"}""",
            string.Concat(Enumerable.Repeat("[", 1000)),
        ];
        foreach (var body in hostile)
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await PostAsync(body)).Status));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync($$"""{"username":"{{new string('a', 20_000)}}"}""")).Status);

        var client = await _host.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/openapi/v1.json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/no-such-thing")).StatusCode);

        (HttpStatusCode Status, string Body, string? RetryAfter) last = default;
        for (var i = 0; i < 25 && last.Status != HttpStatusCode.TooManyRequests; i++)
            last = await PostAsync("{}");
        Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
        Assert.InRange(int.Parse(last.RetryAfter!), 1, 60);
        Assert.DoesNotContain(HostProcess.Password, _host.Output, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Body, string? RetryAfter)> PostAsync(string body)
    {
        using var response = await _host.Client.PostAsync(Login, new StringContent(body, Encoding.UTF8, "application/json"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.ToString());
    }
}
