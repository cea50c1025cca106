using System.Net.Http.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>What was accepted survives, whatever the moment of the kill.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class RandomKillTests
{
    private const int Kills = 20;

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
        var facts = (await crash.Ledger.ReadFactsAsync()).ConvertAll(fact => new ItemFact(fact.Position, fact.Type, ItemFact.ItemOf(fact.Type, fact.Body)));
        Assert.Empty(ItemChains.FindProblems(accepted, facts, await crash.Ledger.ReadLedgerKeysAsync()));
    }

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
