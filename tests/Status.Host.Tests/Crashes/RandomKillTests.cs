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
            var warm = new TaskCompletionSource();
            var sending = SendUntilKilledAsync(host, () => next++, accepted, warm);
            // Every second host dies while it is cold, the others among requests in full run, however slow the machine is.
            if (kill % 2 == 1) Assert.True(await Task.WhenAny(warm.Task, sending) == warm.Task, "A host refused its first request.");
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

        // Every warm host has accepted one before it died, and so has the last.
        Assert.True(accepted.Count > Kills / 2, $"Only {accepted.Count} requests were accepted.");
        var facts = (await crash.Ledger.ReadFactsAsync()).ConvertAll(fact => new ItemFact(fact.Position, fact.Type, ItemFact.ItemOf(fact.Type, fact.Body)));
        Assert.Empty(ItemChains.FindProblems(accepted, facts, await crash.Ledger.ReadLedgerKeysAsync()));
    }

    private static async Task SendUntilKilledAsync(HostProcess host, Func<int> next, List<int> accepted, TaskCompletionSource warm)
    {
        while (true)
        {
            var item = next();
            try
            {
                using var response = await PostAsync(host, item);
                if (!response.IsSuccessStatusCode) return;
                accepted.Add(item);
                warm.TrySetResult();
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
