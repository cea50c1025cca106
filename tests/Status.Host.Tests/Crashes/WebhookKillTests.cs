using System.Net;
using System.Text;
using Status.Host.Tests.Hosting;
using Status.Testing;
using Status.Workflows.Http;

namespace Status.Host.Tests.Crashes;

/// <summary>A signed delivery that was answered with 202 starts its workflow exactly once, whatever happens to the host in between and however often it is sent.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class WebhookKillTests
{
    private const string Secret = "a secret of some length";
    private static readonly Dictionary<string, string?> _settings = new() { ["STATUS__Webhooks__Sources__github__Secret"] = Secret };

    [Fact]
    public async Task Kill_BetweenTheAnswerAndTheRun_StartsItOnceAlsoWhenItIsSentAgain()
    {
        await using var crash = await CrashHost.CreateAsync(CrashHost.Definitions, _settings);
        // This host dies as soon as it begins to run what it has accepted: 202 was sent, or the row was committed and the answer went down with it.
        await using (var doomed = await crash.StartAsync(killIn: "Status.WebhookReceived"))
        {
            var death = doomed.ExitAsync();
            Assert.True(await SendAsync(doomed, "delivery-1", item: 1) is HttpStatusCode.Accepted or null);
            Assert.Equal(128 + 9, await death);
        }

        Assert.DoesNotContain(await crash.Ledger.ReadFactsAsync(), fact => fact.Type == "crash.delivered");
        await using var host = await crash.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(host, "delivery-1", item: 1));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(host, "delivery-1", item: 1));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(host, "delivery-2", item: 2));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(host, "delivery-3", item: 3, secret: "another secret altogether"));
        await crash.Ledger.WaitUntilQuietAsync();

        var delivered = (await crash.Ledger.ReadFactsAsync()).Where(fact => fact.Type == "crash.delivered").Select(fact => fact.Body.GetProperty("item").GetInt32());
        Assert.Equal([1, 2], delivered.Order());
        Assert.Empty(await crash.Ledger.ReadParkedAsync());
    }

    /// <summary>Sends a delivery; <c>null</c> when the host died over it.</summary>
    private static async Task<HttpStatusCode?> SendAsync(HostProcess host, string delivery, int item, string secret = Secret)
    {
        var body = $$"""{"item":{{item}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/github", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(WebhookSignature.OfBody(WebhookSignature.ReadKey(secret), Encoding.UTF8.GetBytes(body))));
        request.Headers.Add("X-GitHub-Delivery", delivery);
        try
        {
            using var response = await host.Client.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
