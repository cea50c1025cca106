using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Crashes;

/// <summary>The database goes away under load and comes back; the host stays.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DatabaseRestartTests
{
    [Fact]
    public async Task Restart_UnderLoad_KeepsWhatWasAccepted_SpoolsSamples_AndTheHostRecoversByItself()
    {
        await using var server = await RestartableServer.CreateAsync();
        using var data = new TemporaryFolder();
        await using var host = HostProcess.Start(data.Path, new Dictionary<string, string?>
        {
            ["ConnectionStrings__Status"] = server.ConnectionString,
            ["STATUS__Workflows__Folder"] = CrashHost.Definitions,
            ["Logging__LogLevel__Default"] = "Warning",
        });
        await host.ReadyAsync();
        await host.SignInAsync();
        // Read once, so that the sender is known while there is nobody to ask.
        Assert.Equal(0, (await SampleAsync(host, 0)).GetProperty("spooled").GetInt32());
        using var stop = new CancellationTokenSource();
        var (accepted, refused) = (new List<int>(), 0);
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(sender => SendAsync(sender * 100_000)));

        for (var restart = 1; restart <= 2; restart++)
        {
            var begun = Count();
            await Eventually.TrueAsync(() => Count() >= begun + 20, "requests are accepted");
            await server.StopAsync();
            await Eventually.TrueAsync(() => Volatile.Read(ref refused) > restart, "requests are refused");
            Assert.True((await SampleAsync(host, restart)).GetProperty("spooled").GetInt32() == 1);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
            await server.StartAsync();
            await Eventually.TrueAsync(async () => (await host.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode, "the host is ready again");
            var before = Count();
            await Eventually.TrueAsync(() => Count() > before, "requests are accepted again");
        }

        await stop.CancelAsync();
        await load;
        await Eventually.TrueAsync(async () => await CountAsync(host) == 3, "the spooled samples are stored");
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        var ledger = new CrashLedger(database);
        await ledger.WaitUntilQuietAsync();
        var facts = (await ledger.ReadFactsAsync()).ConvertAll(fact => new ItemFact(fact.Position, fact.Type, ItemFact.ItemOf(fact.Type, fact.Body)));
        Assert.Empty(ItemChains.FindProblems(accepted, facts, await ledger.ReadLedgerKeysAsync()));

        int Count()
        {
            lock (accepted) return accepted.Count;
        }

        async Task SendAsync(int first)
        {
            for (var item = first; !stop.IsCancellationRequested; item++)
            {
                using var response = await host.Client.PostAsJsonAsync(new Uri("/workflows/crash/accept", UriKind.Relative), new { item });
                if (response.IsSuccessStatusCode)
                {
                    lock (accepted) accepted.Add(item);
                }
                else
                {
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
                    Assert.NotNull(response.Headers.RetryAfter);
                    Interlocked.Increment(ref refused);
                }

                await Task.Delay(20);
            }
        }
    }

    private static async Task<JsonElement> SampleAsync(HostProcess host, int value)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(-1).AddSeconds(value);
        using var response = await host.Client.PostAsJsonAsync(
            new Uri("/api/v1/metrics", UriKind.Relative), new { samples = new[] { new { name = "restart.test", labels = new { host = "h" }, at, value } } });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<double> CountAsync(HostProcess host)
    {
        var answer = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/metrics/query?name=restart.test&label.host=h&aggregate=count&step=1h", UriKind.Relative));
        return answer.GetProperty("points").EnumerateArray().Sum(p => p.GetProperty("value").GetDouble());
    }
}
