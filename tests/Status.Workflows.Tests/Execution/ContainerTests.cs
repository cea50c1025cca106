using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model;

namespace Status.Workflows.Tests.Execution;

/// <summary>Loops, branches and parallel blocks; their histories are in <see cref="HistoryTests"/>.</summary>
public sealed class ContainerTests
{
    private static readonly ExpressionText _currentValue = ExpressionText.Js("getVariable('CurrentValue')");

    [Theory]
    [InlineData(1, 3, 1, true, "1,2,3")]
    [InlineData(1, 3, 1, false, "1,2")]
    [InlineData(3, 1, -1, true, "3,2,1")]
    [InlineData(3, 1, -1, false, "3,2")]
    [InlineData(1, 6, 2, true, "1,3,5")]
    [InlineData(5, 1, 1, true, "")]
    [InlineData(0, 0, 1, true, "0")]
    [InlineData(2147483646, 2147483647, 1, true, "2147483646,2147483647")]
    public async Task For_Bounds_CountsAsTheyAsk(int start, int end, int step, bool inclusive, string expected)
    {
        await using var host = new WorkflowTestHost();

        var result = await host.RunAsync(Loop("Elsa.For", new { start, end, step, outerBoundInclusive = inclusive, body = Say(_currentValue) }));

        Assert.Equal(expected, string.Join(',', host.Lines));
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Theory]
    [InlineData("Elsa.For")]
    [InlineData("Elsa.ForEach")]
    [InlineData("Elsa.While")]
    [InlineData("Elsa.ParallelForEach")]
    [InlineData("Elsa.FlowNode")]
    [InlineData("Elsa.Switch")]
    [InlineData("Elsa.Fork")]
    [InlineData("Elsa.StateMachine")]
    public async Task Container_WithNothingInside_CompletesAtOnce(string type)
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("empty").Then("it", type, new { condition = true, items = new[] { 1 } }).Then("after", "Elsa.WriteLine", new { text = "after" }).ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(["after"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Fact]
    public async Task For_StepOfZero_IsRefusedAndFaults()
    {
        await using var host = new WorkflowTestHost();
        var json = Loop("Elsa.For", new { start = 1, end = 2, step = 0, body = Say("x") });

        var problems = host.Services.GetRequiredService<DefinitionValidator>().Check(json).Problems;
        var result = await host.RunAsync(json);

        Assert.Contains(problems, p => p.Severity == ProblemSeverity.Error && p.Path.EndsWith(".step", StringComparison.Ordinal));
        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
    }

    [Fact]
    public async Task ParallelForEach_TenThousandItems_EachTurnSeesItsOwnItemAndIndex()
    {
        await using var host = new WorkflowTestHost();
        var body = Sequence("body", Say(ExpressionText.Js("getVariable('CurrentValue') * 10 + ':' + getVariable('CurrentIndex')")), WorkflowBuilder.Activity("nothing", "Elsa.FlowNode"));

        var result = await host.RunAsync(Loop("Elsa.ParallelForEach", new { items = ExpressionText.Js("Array.from({ length: 10000 }, (_, i) => i + 1)"), body }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"{(i + 1) * 10}:{i}"), host.Lines);
    }

    [Fact]
    public async Task ParallelForEach_TenThousandWaits_AreCancelledTogetherInLittleTime()
    {
        await using var host = new WorkflowTestHost();
        var body = Sequence("body", WorkflowBuilder.Activity("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromHours(1) }));
        var run = await host.RunAsync(Loop("Elsa.ParallelForEach", new { items = ExpressionText.Js("Array.from({ length: 10000 }, (_, i) => i)"), body }));
        Assert.Equal(10_000, host.Store.Bookmarks.Count);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        host.Store.Enqueue(new InboxItem { Id = "cancel", Kind = InboxItemKind.Cancel, InstanceId = run.InstanceId.Value });
        await host.PumpAsync();

        Assert.Equal(InstanceSubStatus.Cancelled, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
        // One walk per run takes a fraction of a second, also on a crowded machine not a minute; one per child takes minutes on an idle one.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Break_InsideBranches_EndsTheInnerLoopOnlyAndSkipsWhatIsBetween()
    {
        await using var host = new WorkflowTestHost();
        var branch = WorkflowBuilder.Activity("fork", "Elsa.Fork");
        branch["branches"] = new JsonArray(WorkflowBuilder.Activity("break", "Elsa.Break"), Say("beside", "beside"));
        var inner = WorkflowBuilder.Activity("inner", "Elsa.ForEach", new { items = new[] { "x", "y" }, body = Sequence("turn", Say("before", "before"), branch, Say("behind", "behind")) });

        await host.RunAsync(Loop("Elsa.ForEach", new { items = new[] { 1, 2 }, body = Sequence("outer", inner, Say("outside", "outside")) }));

        Assert.Equal(["before", "outside", "before", "outside"], host.Lines);
    }

    [Fact]
    public async Task Break_InAFlowchart_EndsItAndTheLoop()
    {
        await using var host = new WorkflowTestHost();
        var chart = WorkflowBuilder.Activity("chart", "Elsa.Flowchart");
        chart["activities"] = new JsonArray(Say("turn"), WorkflowBuilder.Activity("break", "Elsa.Break"), Say("never", "never"));
        chart["connections"] = new JsonArray(Connection("say", "break"), Connection("break", "never"));

        var result = await host.RunAsync(Loop("Elsa.While", new { condition = true, body = chart }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Single(host.Lines);
    }

    [Fact]
    public void Break_OutsideALoop_IsAWarning()
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();

        var problem = Assert.Single(services.GetRequiredService<DefinitionValidator>().Check(new WorkflowBuilder("lost").Then("break", "Elsa.Break").ToJson()).Problems);

        Assert.Equal((ProblemSeverity.Warning, "$.root.activities[0]"), (problem.Severity, problem.Path));
    }

    [Fact]
    public async Task Finish_InsideParallelTurns_EndsTheRun()
    {
        await using var host = new WorkflowTestHost();
        var choose = WorkflowBuilder.Activity("if", "Elsa.If", new
        {
            condition = ExpressionText.Js("getVariable('CurrentValue') === 2"),
            then = WorkflowBuilder.Activity("finish", "Elsa.Finish"),
            @else = WorkflowBuilder.Activity("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromDays(1) }),
        });

        var result = await host.RunAsync(Loop("Elsa.ParallelForEach", new { items = new[] { 1, 2, 3 }, body = choose }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
    }

    [Fact]
    public void Descriptor_OfContainers_OffersWhatElsaOffers()
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        var registry = services.GetRequiredService<ActivityRegistry>();

        string[] shown = ["Break", "FlowNode", "For", "ForEach", "If", "ParallelForEach", "StateMachine", "Switch", "While"];
        string[] hidden = ["Flowchart", "Fork", "Parallel", "Sequence"];
        Assert.All(shown, name => Assert.True(registry.Find($"Elsa.{name}")!.IsBrowsable, name));
        Assert.All(hidden, name => Assert.False(registry.Find($"Elsa.{name}")!.IsBrowsable, name));
        Assert.All(["For", "ForEach", "While", "ParallelForEach", "FlowNode"], name => Assert.Equal(["Body"], registry.Find($"Elsa.{name}")!.Ports.Select(p => p.Name)));
        Assert.False(registry.Find("Elsa.Switch")!.Inputs.Single(i => i.Name == "Cases").IsWrapped);
        Assert.Empty(registry.Find("Elsa.StateMachine")!.Inputs);
    }

    private static string Loop(string type, object inputs) => new WorkflowBuilder("loop").Then("it", type, inputs).ToJson();

    private static JsonObject Say(object text, string id = "say") => WorkflowBuilder.Activity(id, "Elsa.WriteLine", new { text });

    private static JsonObject Sequence(string id, params JsonObject[] activities)
    {
        var json = WorkflowBuilder.Activity(id, "Elsa.Sequence");
        json["activities"] = new JsonArray([.. activities]);
        return json;
    }

    private static JsonObject Connection(string source, string target) => new() { ["source"] = source, ["target"] = target };
}
