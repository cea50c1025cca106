using Xunit.Abstractions;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Deaths over PostgreSQL: the statements that ship claim, tick, commit and take over.</summary>
public sealed class PostgresShippedWorkflowCrashTests(PostgresShippedCluster cluster, ShippedCluster inMemory, ITestOutputHelper output)
    : ShippedCrashContract(cluster, output), IClassFixture<PostgresShippedCluster>, IClassFixture<ShippedCluster>
{
    /// <summary>The two longest scenarios would take minutes; theirs are the statements of the others but for the ticks, around each of which they die; in memory nothing is left out.</summary>
    protected override int StepIn(int transactions) => transactions > 80 ? 7 : 1;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Undisturbed_OnBothStores_LeavesTheSame(string name)
    {
        var scenario = ShippedScenarios.All.Single(s => s.Name == name);
        var world = await inMemory.CreateWorldAsync();
        await scenario.PlayAsync(world);
        AssertSame(await ShippedRemains.ReadAsync(world), (await UndisturbedAsync(scenario)).Remains, name);
    }
}
