using Status.Host.Tests.Hosting;
using Status.Host.Tests.Shipped;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Host.Tests.Crashes;

/// <summary>
/// A SIGKILL inside each activity that the shipped chain executes. The hosts of one database die one after the other, each inside the next type, and the last one
/// must leave what a host leaves that nobody disturbed.
/// </summary>
[Collection(HostProcessCollection.Name)]
public sealed class ShippedActivityKillTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Types that no request reaches, and why: no more and no fewer.</summary>
    private static readonly Dictionary<string, string> _outside = new(StringComparer.Ordinal)
    {
        ["Elsa.Cron"] = "the schedule; it does not start here",
        ["Elsa.Fault"] = "a run without a caller finds its ledger key taken by another content: keys of such runs are derived, so it cannot happen",
    };

    /// <summary>Activities of the engine whose end others may have seen: an answer, a child, a wait.</summary>
    private static readonly HashSet<string> _seen = ["Elsa.WriteHttpResponse", "Elsa.ExecuteWorkflow", "Elsa.Event"];

    private readonly ShippedFolder _folder = new();
    private readonly TemporaryFolder _temporary = new();

    public void Dispose()
    {
        _folder.Dispose();
        _temporary.Dispose();
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("end")]
    public async Task Kill_InsideEachShippedActivity_LeavesTheFactsOfAnUndisturbedRun(string when)
    {
        // What the engine's own activities have done at their end is as uncommitted as at their beginning, and nobody else has seen it: the database cannot tell the two deaths apart.
        var alike = when == "end" ? ShippedFolder.ReadTypes().Where(type => type.StartsWith("Elsa.", StringComparison.Ordinal) && !_seen.Contains(type)).ToList() : [];
        var check = await KillInAllAsync((chain, host) => chain.CheckAsync(host), alike, when);
        var rest = await KillInAllAsync((chain, host) => chain.AskForTheRestAsync(host), [.. alike, .. check], when);

        var missed = ShippedFolder.ReadTypes().Except(check, StringComparer.Ordinal).Except(rest, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var type in missed) output.WriteLine($"not reached: {type} ({_outside.GetValueOrDefault(type)})");
        Assert.Equal(_outside.Keys.Order(StringComparer.Ordinal), missed);
    }

    /// <summary>Kills hosts inside every type that some requests reach, those excepted that were done before.</summary>
    private async Task<List<string>> KillInAllAsync(Func<ShippedChain, HostProcess, Task> ask, List<string> done, string when)
    {
        await using var undisturbed = await ShippedChain.CreateAsync(_folder.Path);
        var spans = _temporary[Guid.NewGuid().ToString("N")];
        await undisturbed.RunAsync(host => ask(undisturbed, host), spans);
        var reached = File.ReadLines(spans).Distinct(StringComparer.Ordinal).ToList();
        var expected = await undisturbed.ReadTraceAsync();
        foreach (var type in (string[])["evidence.collected", "agreement.evaluated", "ledger.posted", "guarantee.violated", "alert.raised", "delivery.requested"])
            Assert.Contains(expected.Facts, fact => fact.Type == type);

        var left = reached.Except(done, StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            await using var chain = await ShippedChain.CreateAsync(_folder.Path, undisturbed.Minute);
            var killed = await KillInAsync(chain, left, when, host => ask(chain, host));
            output.WriteLine($"killed at the {when} of {string.Join(", ", killed)}");
            Assert.NotEmpty(killed);
            left.RemoveAll(killed.Contains);
            var differences = (await chain.ReadTraceAsync()).DifferencesFrom(expected);
            Assert.True(differences.Count == 0, string.Join('\n', differences));
        }

        return reached;
    }

    /// <summary>Starts hosts that die inside one type after the other, until one lives to see the end of the chain.</summary>
    private static async Task<List<string>> KillInAsync(ShippedChain chain, List<string> types, string when, Func<HostProcess, Task> ask)
    {
        var killed = new List<string>();
        foreach (var type in types)
        {
            await using var host = await chain.StartDoomedAsync(type, when);
            if (host is not null && !await DiesAsync(chain, host, ask)) return killed;
            killed.Add(type);
        }

        await using var last = await chain.StartAsync();
        await chain.PostSamplesAsync(last);
        await ask(last);
        await chain.Ledger.WaitUntilQuietAsync();
        return killed;
    }

    private static async Task<bool> DiesAsync(ShippedChain chain, HostProcess host, Func<HostProcess, Task> ask)
    {
        var death = host.ExitAsync();
        using var stop = new CancellationTokenSource();
        try
        {
            await host.SignInAsync();
            // With every host: one that died at once may have taken the first ones with it, and the same samples again change nothing.
            await chain.PostSamplesAsync(host);
            await ask(host);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // Killed before it answered: it took the connection with it.
            Assert.Equal(128 + 9, await death);
            return true;
        }

        // Killed after the answer, in one of the runs that follow from the request, or not at all.
        var quiet = chain.Ledger.WaitUntilQuietAsync(stop.Token);
        if (await Task.WhenAny(death, quiet) == quiet)
        {
            await quiet;
            return false;
        }

        await stop.CancelAsync();
        await quiet.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.Equal(128 + 9, await death);
        return true;
    }
}
