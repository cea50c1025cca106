using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;
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

    [Theory]
    [InlineData("WaitAny", "A,C")]
    [InlineData("WaitAllActive", "A,C")]
    [InlineData("WaitAll", "A")]
    public async Task Run_CounterBasedJoin_FollowsItsMode(string mode, string expected)
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("counted-join").Custom("Flowchart:ExecutionMode", "CounterBased")
            .Add("start", "Elsa.Start")
            .Add("a", "Elsa.WriteLine", new { text = "A" })
            .Add("decision", "Elsa.FlowDecision", new { condition = false })
            .Add("b", "Elsa.WriteLine", new { text = "B" })
            .Add("join", "Elsa.FlowJoin", new { mode })
            .Add("c", "Elsa.WriteLine", new { text = "C" })
            .Connect("start", "a").Connect("start", "decision").Connect("decision", "b", "True").Connect("a", "join").Connect("b", "join").Connect("join", "c")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(expected, string.Join(',', host.Lines));
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Theory]
    [InlineData("TokenBased")]
    [InlineData("CounterBased")]
    public async Task Run_BraidedCorpus_RunsEachOnceInOrder(string mode)
    {
        await using var host = new WorkflowTestHost();
        var builder = new WorkflowBuilder("braided").Custom("Flowchart:ExecutionMode", mode);
        for (var i = 1; i <= 7; i++) builder.Add($"w{i}", "Elsa.WriteLine", new { text = $"{i}" });
        foreach (var (from, to) in new[] { (1, 2), (1, 3), (2, 4), (2, 5), (3, 5), (3, 6), (4, 7), (5, 7), (6, 7) }) builder.Connect($"w{from}", $"w{to}");

        var result = await host.RunAsync(builder.ToJson());

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Theory]
    [InlineData("TokenBased")]
    [InlineData("CounterBased")]
    public async Task Run_ImplicitLoopCorpus_GoesRoundAndEnds(string mode)
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("retry").Custom("Flowchart:ExecutionMode", mode).Variable("n", "Int32", "0")
            .Add("start", "Elsa.WriteLine", new { text = "Start" })
            .Add("count", "Elsa.RunJavaScript", new { script = "variables.n = variables.n + 1" })
            .Add("enough", "Elsa.FlowDecision", new { condition = ExpressionText.Js("variables.n > 1") })
            .Add("retry", "Elsa.WriteLine", new { text = "Retry" })
            .Add("end", "Elsa.WriteLine", new { text = "End" })
            .Connect("start", "count").Connect("count", "enough").Connect("enough", "retry", "False").Connect("enough", "end", "True").Connect("retry", "count")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(["Start", "Retry", "End"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Fact]
    public async Task Run_ActivityThatLeadsBackToItself_EndsWhenItTakesAnotherWay()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("own-loop").Variable("n", "Int32", "0")
            .Add("try", "Elsa.RunJavaScript", new { script = "variables.n = variables.n + 1; setOutcome(variables.n < 3 ? 'Again' : 'Done')" })
            .Add("end", "Elsa.WriteLine", new { text = ExpressionText.Js("variables.n") })
            .Connect("try", "try", "Again").Connect("try", "end")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(["3"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Fact]
    public async Task Run_HostCountsVisits_DefinitionsThatSayNothingDoToo()
    {
        await using var host = new WorkflowTestHost(services => services.Configure<EngineOptions>(o => o.FlowchartMode = FlowchartMode.CounterBased));
        string Json(string mode) => new WorkflowBuilder("mode" + mode).Custom("Flowchart:ExecutionMode", mode)
            .Add("start", "Elsa.FlowDecision", new { condition = true }).Add("a", "Elsa.WriteLine", new { text = mode }, new { mergeMode = "Converge" })
            .Connect("start", "a", "True").Connect("start", "a", "False")
            .ToJson();

        foreach (var mode in (string[])["Default", "TokenBased", "CounterBased"]) await host.RunAsync(Json(mode));

        // Converge needs tokens over both connections; who counts visits does not look at it.
        Assert.Equal(["Default", "CounterBased"], host.Lines);
        Assert.Contains(host.Services.GetRequiredService<DefinitionValidator>().Check(Json("Default")).Problems, p => p.Path == "$.root.activities[1].customProperties.mergeMode");
        Assert.Empty(host.Services.GetRequiredService<DefinitionValidator>().Check(Json("TokenBased")).Problems);
    }
}
