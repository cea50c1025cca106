using System.Collections.Concurrent;
using Status.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Shell;

[Collection(BrowserCollection.Name)]
public sealed class PathBaseTests(BrowserHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Console_BelowAPath_SignsInAndOpensStudioWithoutLeavingThePath()
    {
        await using var visitor = await host.VisitAsync(output);
        var asked = new ConcurrentQueue<string>();
        visitor.Page.Request += (_, request) => asked.Enqueue(request.Url);
        visitor.Page.WebSocket += (_, socket) => asked.Enqueue(socket.Url.Replace("ws://", "http://", StringComparison.Ordinal));

        await visitor.SignInAsync(BrowserHost.PathBase + "/app/users");
        await visitor.HeadingAsync("Users");
        await visitor.ChooseAsync("Overview");
        await visitor.HeadingAsync("Overview");
        await visitor.ChooseAsync("Workflows");
        await visitor.StudioShowsAsync("td:text-is('agreement-evaluation')");
        await visitor.Studio.Locator("td:text-is('agreement-evaluation')").ClickAsync();
        await visitor.StudioShowsAsync(".x6-node");
        Assert.EndsWith(BrowserHost.PathBase + "/app/workflows/agreement-evaluation", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.ReloadAsync();
        await visitor.StudioShowsAsync(".x6-node");

        var below = host.Address.TrimEnd('/') + BrowserHost.PathBase + '/';
        Assert.Contains(asked, url => url.StartsWith(below + "hubs/live", StringComparison.Ordinal));
        Assert.Contains(asked, url => url.StartsWith(below + "elsa/api/workflow-definitions", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, url => url.StartsWith("http", StringComparison.Ordinal) && !url.StartsWith(below, StringComparison.Ordinal));
        visitor.AssertNoComplaint();
    }
}
