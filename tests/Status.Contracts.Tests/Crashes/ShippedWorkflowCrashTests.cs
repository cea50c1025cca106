using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Xunit.Abstractions;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Deaths over the stores in memory.</summary>
public sealed class ShippedWorkflowCrashTests(ShippedCluster cluster, ITestOutputHelper output) : ShippedCrashContract(cluster, output), IClassFixture<ShippedCluster>
{
    [Fact]
    public async Task Scenarios_Together_BeginEveryShippedWorkflowAtEveryTrigger()
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scenario in ShippedScenarios.All)
        {
            var world = await Cluster.CreateWorldAsync();
            await scenario.PlayAsync(world);
            foreach (var (definition, activity) in ShippedRemains.Ran((MemoryStores)world.Stores)) begun.Add($"{definition} {activity}");
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
        foreach (var (number, _, _) in undisturbed.Where(moment => moment.EndsWork))
        {
            var world = await Cluster.CreateWorldAsync();
            // Only the process that takes over errs: what it does again is what differs.
            world.Fault = commit => world.Lives == 1 ? commit : Err(commit, fault);
            await scenario.PlayAsync(world, new CrashPoint(number, after: false));
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
}
