using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Xunit.Abstractions;

namespace Status.Contracts.Tests.Crashes;

/// <summary>
/// Every shipped workflow, with the activities, followers, timers and outbox it ships with: the process dies before and after each of its transactions in turn, another one takes over,
/// and what is left is what is left when nobody dies.
/// </summary>
public sealed class ShippedWorkflowCrashTests(ShippedCluster cluster, ITestOutputHelper output) : IClassFixture<ShippedCluster>
{
    public static TheoryData<string> Scenarios => [.. ShippedScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Process_DiesBeforeOrAfterAnyTransaction_LeavesWhatAnUndisturbedOneLeaves(string name)
    {
        var scenario = ShippedScenarios.All.Single(s => s.Name == name);
        var (undisturbed, expected) = await UndisturbedAsync(scenario);
        output.WriteLine($"{scenario}: {undisturbed} transactions\n{string.Join('\n', expected)}");
        Assert.InRange(undisturbed, 1, 1000);
        Assert.DoesNotContain(expected, line => line.StartsWith("left", StringComparison.Ordinal) || (line.StartsWith("run", StringComparison.Ordinal) && !line.EndsWith("Finished 0", StringComparison.Ordinal)));

        for (var k = 1; ; k++)
        {
            var died = false;
            foreach (var after in (bool[])[false, true])
            {
                var world = await cluster.CreateWorldAsync();
                died |= (await scenario.PlayAsync(world, new CrashPoint(k, after))).HasCrashed;
                AssertSame(expected, await ShippedRemains.ReadAsync(world), $"{scenario}, died {(after ? "after" : "before")} transaction {k}");
            }

            if (!died) break;
        }
    }

    [Fact]
    public async Task Scenarios_Together_BeginEveryShippedWorkflowAtEveryTrigger()
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scenario in ShippedScenarios.All)
        {
            var world = await cluster.CreateWorldAsync();
            await scenario.PlayAsync(world, new CrashPoint(int.MaxValue, after: false));
            foreach (var (definition, activity) in ShippedRemains.Ran(world)) begun.Add($"{definition} {activity}");
        }

        Assert.Empty(ShippedTriggers().Except(begun));
    }

    [Theory]
    [InlineData("loses a fact")]
    [InlineData("tells a fact twice")]
    [InlineData("forgets a write")]
    [InlineData("gives a repeated burst another key")]
    public async Task Comparison_EngineThatErrsAfterACrash_IsFoundOut(string fault)
    {
        var scenario = ShippedScenarios.All[2];
        var (undisturbed, expected) = await UndisturbedAsync(scenario);
        var found = 0;
        for (var k = 1; k <= undisturbed; k++)
        {
            var world = await cluster.CreateWorldAsync();
            // Only the process that takes over errs: what it does again is what differs.
            world.Fault = commit => world.Lives == 1 ? commit : Err(commit, fault);
            await scenario.PlayAsync(world, new CrashPoint(k, after: false));
            if (!expected.SequenceEqual(await ShippedRemains.ReadAsync(world))) found++;
        }

        Assert.True(found > 0, $"An engine that {fault} leaves what a sound one leaves.");
    }

    private static RunCommit Err(RunCommit commit, string fault) => fault switch
    {
        "loses a fact" => commit with { Facts = [.. commit.Facts.Skip(1)] },
        "tells a fact twice" => commit with { Facts = [.. commit.Facts, .. commit.Facts.Take(1)] },
        "forgets a write" => commit with { Writes = [.. commit.Writes.SkipLast(1)] },
        _ => commit with { Facts = [.. commit.Facts.Select(f => f with { Key = f.Key + "/again" })] },
    };

    private static IEnumerable<string> ShippedTriggers()
    {
        foreach (var file in ShippedCluster.Files)
        {
            var definition = DefinitionJson.Read(File.ReadAllText(file), DefinitionLimits.OfStored).Definition!;
            var triggers = definition.Root.Children.Select(c => c.Activity).Where(a => a.CanStartWorkflow).Select(a => a.Id).DefaultIfEmpty("");
            foreach (var trigger in triggers) yield return $"{definition.DefinitionId} {trigger}";
        }
    }

    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string when)
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

    private async Task<(int Transactions, IReadOnlyList<string> Remains)> UndisturbedAsync(ShippedScenario scenario)
    {
        var world = await cluster.CreateWorldAsync();
        var (transactions, _) = await scenario.PlayAsync(world, new CrashPoint(int.MaxValue, after: false));
        return (transactions, await ShippedRemains.ReadAsync(world));
    }
}
