using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

public sealed class FlowchartTests
{
    [Fact]
    public async Task Run_TwoConnectedActivities_RunsThemInOrderAndFinishes()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("two").Then("a", "Elsa.WriteLine", new { text = "one" }).Then("b", "Elsa.WriteLine", new { text = "two" }).ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(["one", "two"], host.Lines);
        Assert.Single(host.Store.Commits);
    }

    [Theory]
    [InlineData(null, "A,C")]
    [InlineData("Stream", "A,C")]
    [InlineData("Merge", "A")]
    [InlineData("Converge", "A")]
    public async Task Run_JoinBehaviorsCorpus_FollowsTheMergeMode(string? mode, string expected)
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("join")
            .Add("start", "Elsa.Start")
            .Add("a", "Elsa.WriteLine", new { text = "A" })
            .Add("decision", "Elsa.FlowDecision", new { condition = false })
            .Add("b", "Elsa.WriteLine", new { text = "B" })
            .Add("c", "Elsa.WriteLine", new { text = "C" }, mode is null ? null : new { mergeMode = mode })
            .Connect("start", "a").Connect("start", "decision").Connect("decision", "b", "True").Connect("a", "c").Connect("b", "c")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(expected, string.Join(',', host.Lines));
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }
}
