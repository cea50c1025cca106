using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Status.Host.Hosting.Web;
using Status.Host.Tests.Hosting;
using Status.Host.WebConsole;
using Status.Testing;

namespace Status.Host.Tests.WebConsole;

/// <summary>The console on the real host below a path that is configured, or that a known proxy names.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class PathBaseTests : IAsyncLifetime
{
    private const string Page = """<meta name="status-app" content="/app/"><link href="/app/favicon.svg"><base href="/app/elsa/1/"><p>/app/ and "/apples"</p>""";
    private readonly TemporaryFolder _folder = new();
    private HostProcess _host = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])["index.html", "index.html.br", "elsa/1/index.html", "assets/a.js"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["console/" + name])!);
            await File.WriteAllTextAsync(_folder["console/" + name], Page);
        }

        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__Proxy__Known"] = "127.0.0.1, ::1",
            ["STATUS__Proxy__PathBase"] = "/status",
            ["STATUS__Console__Folder"] = _folder["console"],
        });
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(await _host.ReadyAsync()) };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>One host for all of it: starting one costs more than everything that is asked of it here.</summary>
    [Fact]
    public async Task Console_BelowAPath_NamesItInEveryAddressOfItsPages()
    {
        await RedirectsAsync();
        await PagesAsync();
        await EntityTagsAsync();
        await ForwardedPrefixAsync();
    }

    [Theory]
    [InlineData("/status", "/status/app/")]
    [InlineData("/a b", "/a%20b/app/")]
    [InlineData("/\"><script>alert(1)</script>", "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/app/")]
    [InlineData("/it's&co", "/it&#x27;s&amp;co/app/")]
    public void Write_PathWithAnyCharacters_StaysWithinTheAttribute(string pathBase, string expected) =>
        Assert.Equal($"<a href=\"{expected}\">", PageBelowAPath.Write("<a href=\"/app/\">", new PathString(pathBase)));

    private async Task RedirectsAsync()
    {
        foreach (var (path, target) in ((string, string)[])[("/", "/app/"), ("/status", "/status/app/"), ("/status/", "/status/app/")])
        {
            using var answer = await _client.GetAsync(path);
            Assert.Equal((HttpStatusCode.Redirect, target), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
    }

    private async Task PagesAsync()
    {
        var below = Page.Replace("\"/app/", "\"/status/app/", StringComparison.Ordinal);
        foreach (var (path, body, policy) in ((string, string, string)[])
            [
                ("/app/", Page, SecurityHeaders.Console), ("/status/app/", below, SecurityHeaders.Console), ("/status/app", below, SecurityHeaders.Console),
                ("/status/app/agreements/sla-1.2", below, SecurityHeaders.Console), ("/status/app/elsa/1/", below, SecurityHeaders.Studio),
                ("/status/app/assets/a.js", Page, SecurityHeaders.Console),
            ])
        {
            using var answer = await _client.GetAsync(path);
            Assert.Equal((path, body), (path, await answer.Content.ReadAsStringAsync()));
            Assert.Equal(policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        }
    }

    private async Task EntityTagsAsync()
    {
        using var root = await AskAsync(HttpMethod.Get, "/app/", "br");
        Assert.Equal("br", Assert.Single(root.Content.Headers.ContentEncoding));
        using var below = await AskAsync(HttpMethod.Get, "/status/app/", "br");
        Assert.Empty(below.Content.Headers.ContentEncoding);
        Assert.NotEqual(root.Headers.ETag, below.Headers.ETag);

        using var head = await AskAsync(HttpMethod.Head, "/status/app/", "br");
        Assert.Equal(((await below.Content.ReadAsByteArrayAsync()).LongLength, below.Headers.ETag), (head.Content.Headers.ContentLength, head.Headers.ETag));
        using var again = await AskAsync(HttpMethod.Get, "/status/app/", "br", known: below.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        // What is known of the page at the root is not the page below the path.
        using var moved = await AskAsync(HttpMethod.Get, "/status/app/", "br", known: root.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    private async Task ForwardedPrefixAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app/");
        request.Headers.Add("X-Forwarded-Prefix", "/tools/status");
        using var answer = await _client.SendAsync(request);
        Assert.Contains("content=\"/tools/status/app/\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string coding, EntityTagHeaderValue? known = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        return _client.SendAsync(request);
    }
}
