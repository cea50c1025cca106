using System.Net.Http.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>What was accepted survives, whatever the moment of the kill.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class RandomKillTests
{
    private const int Kills = 20;
    private static readonly string[] _chain = ["crash.accepted", "ledger.entry-enlisted", "ledger.posted", "crash.recorded"];

    [Fact]
    public async Task Kill_TwentyTimesAtRandomMoments_LosesNothingAcceptedAndDoublesNothing()
    {
        await using var crash = await CrashHost.CreateAsync(CrashHost.Definitions);
        var random = new Random(20261121);
        var accepted = new List<int>();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var host = await crash.StartAsync();
            var sending = SendUntilKilledAsync(host, () => next++, accepted);
            await Task.Delay(random.Next(20, 600));
            await host.KillAsync();
            await sending;
            await host.DisposeAsync();
        }

        await using (var last = await crash.StartAsync())
        {
            await PostAsync(last, next);
            accepted.Add(next);
            await crash.Ledger.WaitUntilQuietAsync();
        }

        Assert.True(accepted.Count > Kills, $"Only {accepted.Count} requests were accepted; the test would prove little.");
        await AssertChainsAsync(crash, accepted);
    }

    private static async Task AssertChainsAsync(CrashHost crash, List<int> accepted)
    {
        var facts = await crash.Ledger.ReadFactsAsync();
        Assert.Equal(Enumerable.Range(1, facts.Count).Select(i => (long)i), facts.Select(f => f.Position));
        var byItem = facts.Where(f => _chain.Contains(f.Type)).ToLookup(f => Item(f.Type, f.Body));
        foreach (var item in accepted) Assert.True(byItem.Contains(item), $"Item {item} was accepted and is lost.");
        // Also what was committed but whose answer was lost with the host: the chain is the same for every item, each link once.
        foreach (var item in byItem)
            Assert.True(_chain.Order().SequenceEqual(item.Select(f => f.Type).Order()), $"Item {item.Key}: {string.Join(", ", item.Select(f => f.Type))}");
        var keys = await crash.Ledger.ReadLedgerKeysAsync();
        Assert.Equal(keys.Distinct().Count(), keys.Count);
        Assert.Equal(byItem.Select(i => $"crash-{i.Key}").Order(), keys.Where(k => k.StartsWith("crash-", StringComparison.Ordinal)).Order());
    }

    private static int Item(string type, System.Text.Json.JsonElement body) => type.StartsWith("crash.", StringComparison.Ordinal)
        ? body.GetProperty("item").GetInt32()
        : int.Parse(body.GetProperty("key").GetString()!.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SendUntilKilledAsync(HostProcess host, Func<int> next, List<int> accepted)
    {
        while (true)
        {
            var item = next();
            try
            {
                using var response = await PostAsync(host, item);
                if (!response.IsSuccessStatusCode) return;
                accepted.Add(item);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static Task<HttpResponseMessage> PostAsync(HostProcess host, int item) =>
        host.Client.PostAsJsonAsync(new Uri("/workflows/crash/accept", UriKind.Relative), new { item });
}
