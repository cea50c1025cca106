using Status.Testing.Workflows;
using Xunit.Abstractions;

namespace Status.Contracts.Tests.Crashes;

/// <summary>
/// Every shipped workflow, with the activities, followers, timers, leases and outbox it ships with: the process dies around each of its transactions in turn (commits, claims, ticks, steps of followers,
/// messages), another one takes over, which may die while it does, and what is left is what is left when nobody dies.
/// </summary>
public abstract class ShippedCrashContract(ShippedCluster cluster, ITestOutputHelper output)
{
    public static TheoryData<string> Scenarios => [.. ShippedScenarios.All.Select(scenario => scenario.Name)];

    protected ShippedCluster Cluster { get; } = cluster;

    /// <summary>Around every how manieth transaction a process dies in a scenario of so many; STATUS_TEST_EVERY_DEATH leaves none out anywhere.</summary>
    protected virtual int StepIn(int transactions) => 1;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Process_DiesAroundAnyTransaction_LeavesWhatAnUndisturbedOneLeaves(string name)
    {
        var scenario = ShippedScenarios.All.Single(s => s.Name == name);
        var (moments, expected) = await UndisturbedAsync(scenario);
        Assert.NotEmpty(moments);
        Assert.DoesNotContain(expected, line => line.StartsWith("left", StringComparison.Ordinal) || (line.StartsWith("run", StringComparison.Ordinal) && !line.EndsWith("Finished 0", StringComparison.Ordinal)));
        var worlds = 0;
        var step = Environment.GetEnvironmentVariable("STATUS_TEST_EVERY_DEATH") is null ? StepIn(moments.Count) : 1;
        foreach (var (number, endsWork, _) in moments.Where((moment, i) => moment.IsTick || i % step == 0))
        {
            await DieAsync($"after transaction {number}", new CrashPoint(number, after: true));
            // To die before a transaction is to die after the one before it, unless something was done or sent in between. The next process dies as well, the sooner or later in what it takes over.
            if (endsWork) await DieAsync($"before transaction {number}, and so did the next", new CrashPoint(number, after: false), CrashPoint.AfterChange(2 + number % 3));
        }

        output.WriteLine($"{scenario}: {moments.Count} transactions, {worlds} worlds\n{string.Join('\n', expected)}");

        async Task DieAsync(string when, params CrashPoint[] deaths)
        {
            worlds++;
            var world = await Cluster.CreateWorldAsync();
            await scenario.PlayAsync(world, deaths);
            Assert.True(deaths[0].HasCrashed, $"{scenario}: nobody died {when}.");
            AssertSame(expected, await ShippedRemains.ReadAsync(world), $"{scenario}, died {when}");
        }
    }

    internal async Task<(IReadOnlyList<CrashMoment> Moments, IReadOnlyList<string> Remains)> UndisturbedAsync(ShippedScenario scenario)
    {
        var world = await Cluster.CreateWorldAsync();
        var life = CrashPoint.Never();
        await scenario.PlayAsync(world, life);
        return (life.Moments, await ShippedRemains.ReadAsync(world));
    }

    protected static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string when)
    {
        if (expected.SequenceEqual(actual)) return;
        var lost = Surplus(expected, actual);
        var added = Surplus(actual, expected);
        Assert.Fail($"{when}\nlost:\n{string.Join('\n', lost)}\nadded:\n{string.Join('\n', added)}");
    }

    private static IEnumerable<string> Surplus(IReadOnlyList<string> of, IReadOnlyList<string> over)
    {
        var left = over.GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var line in of)
        {
            if (left.TryGetValue(line, out var count) && count > 0) left[line] = count - 1;
            else yield return line;
        }
    }
}
