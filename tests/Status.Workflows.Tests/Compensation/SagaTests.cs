using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Tests.Resilience;

namespace Status.Workflows.Tests.Compensation;

/// <summary>What was done is undone in reverse order, each step once, when a run faults or is cancelled.</summary>
public sealed class SagaTests
{
    [Fact]
    public async Task Run_Faults_UndoesItsCompletedStepsInReverseOrderAndEndsFaulted()
    {
        await using var host = Host();

        var result = await host.RunAsync(Booking("Elsa.Fault", new { message = "no room" }));

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal("no room", Assert.Single(result.Incidents).Message);
        Assert.Equal(["do flight", "do hotel", "undo hotel", "undo flight"], host.Lines);
        Assert.Equal(["Compensating", "Compensated", "Faulted"], await RunLinesAsync(host, result.InstanceId));
        Assert.Empty(host.Store.Bookmarks);
    }

    [Fact]
    public async Task Run_IsCancelledWhileItWaits_UndoesItsStepsAndEndsCancelled()
    {
        await using var host = Host();
        var first = await host.RunAsync(Booking("Elsa.Event", new { eventName = "never" }));

        host.Store.Enqueue(new InboxItem { Id = "stop", Kind = InboxItemKind.Cancel, InstanceId = first.InstanceId.Value });
        await host.PumpAsync();

        Assert.Equal(InstanceSubStatus.Cancelled, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Equal(["do flight", "do hotel", "undo hotel", "undo flight"], host.Lines);
        Assert.Empty(host.Store.Bookmarks);
    }

    [Fact]
    public async Task Run_EndsWell_UndoesNothing()
    {
        await using var host = Host();

        var result = await host.RunAsync(Booking("Elsa.WriteLine", new { text = "well" }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(["do flight", "do hotel", "well"], host.Lines);
    }

    [Fact]
    public async Task Run_StepThatDidNotComplete_IsNotUndone()
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("half")
            .Then("one", "Status.Compensable", Step("one"))
            .Then("two", "Status.Compensable", new { body = WorkflowBuilder.Activity("fails", "Elsa.Fault", new { message = "x" }), compensation = Line("undo-two", "undo two") })
            .ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal(["do one", "undo one"], host.Lines);
    }

    [Fact]
    public async Task Run_CompensationFails_IsAnIncidentAndTheOthersRun()
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("fails")
            .Then("one", "Status.Compensable", Step("one"))
            .Then("two", "Status.Compensable", new { body = Line("do-two", "do two"), compensation = WorkflowBuilder.Activity("fails", "Elsa.Fault", new { message = "cannot undo" }) })
            .Then("three", "Status.Compensable", Step("three"))
            .Then("end", "Elsa.Fault", new { message = "the cause" })
            .ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal(["the cause", "cannot undo"], result.Incidents.Select(i => i.Message));
        Assert.Equal(["do one", "do two", "do three", "undo three", "undo one"], host.Lines);
    }

    [Fact]
    public async Task Run_StepsInALoop_AreEachUndoneWithTheirOwnValues()
    {
        await using var host = Host();
        var body = WorkflowBuilder.Activity("step", "Status.Compensable", new
        {
            body = Line("do", ExpressionText.Js("'do ' + getVariable('CurrentValue')")),
            compensation = Line("undo", ExpressionText.Js("'undo ' + getVariable('CurrentValue')")),
        });

        await host.RunAsync(new WorkflowBuilder("loop").Then("each", "Elsa.ForEach", new { items = new[] { "a", "b", "c" }, body }).Then("end", "Elsa.Fault", new { message = "x" }).ToJson());

        Assert.Equal(["do a", "do b", "do c", "undo c", "undo b", "undo a"], host.Lines);
    }

    [Fact]
    public async Task Run_VariablesOfAContainer_AreWhatTheyWereWhenTheStepCompleted()
    {
        await using var host = Host();
        var inner = new JsonObject
        {
            ["id"] = "inner",
            ["type"] = "Elsa.Sequence",
            ["version"] = 1,
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "ticket", ["name"] = "ticket", ["typeName"] = "String", ["isArray"] = false, ["value"] = "first" }),
            ["activities"] = new JsonArray(
                WorkflowBuilder.Activity("step", "Status.Compensable", new { body = Line("do", "do"), compensation = Line("undo", ExpressionText.Js("'undo ' + getVariable('ticket')")) }),
                WorkflowBuilder.Activity("later", "Elsa.RunJavaScript", new { script = "setVariable('ticket', 'second')" })),
        };

        await host.RunAsync(new WorkflowBuilder("scoped").Then("box", "Elsa.FlowNode", new { body = inner }).Then("end", "Elsa.Fault", new { message = "x" }).ToJson());

        Assert.Equal(["do", "undo first"], host.Lines);
    }

    [Fact]
    public async Task Run_OuterStepCompleted_StandsForTheStepsInsideIt()
    {
        await using var host = Host();
        var inner = WorkflowBuilder.Activity("inner", "Status.Compensable", Step("inner"));

        await host.RunAsync(new WorkflowBuilder("nested")
            .Then("outer", "Status.Compensable", new { body = inner, compensation = Line("undo-outer", "undo outer") })
            .Then("end", "Elsa.Fault", new { message = "x" }).ToJson());

        Assert.Equal(["do inner", "undo outer"], host.Lines);
    }

    [Theory]
    [InlineData("", new[] { "do flight", "do hotel", "undo hotel", "undo flight", "after 2" })]
    [InlineData("flight", new[] { "do flight", "do hotel", "undo flight", "after 1" })]
    public async Task Compensate_InTheMiddle_UndoesAndGoesOn(string target, string[] expected)
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("middle")
            .Then("flight", "Status.Compensable", Step("flight"))
            .Then("hotel", "Status.Compensable", Step("hotel"))
            .Then("back", "Status.Compensate", new { target })
            .Then("after", "Elsa.WriteLine", new { text = ExpressionText.Js("'after ' + getOutputFrom('back', 'Result')") })
            .ToJson());

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(expected, host.Lines);
    }

    [Theory]
    [InlineData(false, "after")]
    [InlineData(true, null)]
    public async Task Compensate_BranchFaultsAndTheRunGoesOn_WhoeverWaitsIsToldAlsoAsynchronously(bool throws, string? line)
    {
        await using var host = Host();
        var back = WorkflowBuilder.Activity("back", "Status.Compensate", new { target = "" });

        var result = await host.RunAsync(new WorkflowBuilder("on")
            .Option("incidentStrategyType", "ContinueWithIncidentsStrategy")
            .Then("one", "Status.Compensable", new { body = Line("do", "do"), compensation = WorkflowBuilder.Activity("fails", "Elsa.Fault", new { message = "cannot undo" }) })
            .Then("around", "Test.GoOnLater", new { body = back, throws })
            .Then("after", "Elsa.WriteLine", new { text = "after" }).ToJson());

        Assert.Equal(line is null ? ["do"] : new[] { "do", line }, host.Lines);
        Assert.Equal(throws ? ["cannot undo", "thrown later"] : new[] { "cannot undo" }, result.Incidents.Select(i => i.Message));
    }

    [Fact]
    public async Task Run_TookTooLong_IsUndoneWithoutThatLimit()
    {
        await using var host = Host();
        var first = await host.RunAsync(new WorkflowBuilder("late").Custom("timeout", "00:10:00")
            .Then("one", "Status.Compensable", new { body = Line("do", "do"), compensation = Slow("undo") })
            .Then("wait", "Elsa.Event", new { eventName = "never" }).ToJson());

        await host.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Equal(["do", "undo"], host.Lines);
    }

    [Fact]
    public async Task Run_WriteIsRefused_UndoesWhatWasCommitted()
    {
        await using var host = Host();
        host.Store.Intercept = commit => commit.Writes.Count > 0 ? new CommitOutcome(CommitStatus.Refused, 0, "check violated", commit.Writes[0].Key) : null;
        var first = await host.RunAsync(new WorkflowBuilder("refused")
            .Then("one", "Status.Compensable", Step("one"))
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromMinutes(1) })
            .Then("bad", "Test.Leave").ToJson());

        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Equal(["do one", "undo one"], host.Lines);
        Assert.Empty(host.Facts);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Run_DiesAtEveryCommit_LeavesEachEffectOnceAndInOrder(bool after, bool faults)
    {
        var undisturbed = new RecordingRunStore();
        await DriveAsync(undisturbed, undisturbed, faults);
        string[] expected = ["do/1", "do/2", "do/3", "undo/1", "undo/2", "undo/3"];
        Assert.Equal(expected, Keys(undisturbed));
        Assert.InRange(undisturbed.Commits.Count, 7, 50);
        for (var k = 1; k <= undisturbed.Commits.Count; k++)
        {
            var store = new RecordingRunStore();
            var crashing = new CrashingStore(store, k, after);
            await DriveAsync(store, crashing, faults);
            await DriveAsync(store, store, faults);

            Assert.True(crashing.HasCrashed);
            Assert.Equal(expected, Keys(store));
            Assert.Equal(faults ? InstanceSubStatus.Faulted : InstanceSubStatus.Cancelled, (await store.LoadAsync(new InstanceId("run"), default))!.SubStatus);
        }
    }

    /// <summary>One life of a host: three steps that each wait before and after their effect, then a fault or a cancellation.</summary>
    private static async Task DriveAsync(RecordingRunStore store, IRunStore seen, bool faults)
    {
        await using var host = new WorkflowTestHost(Services, store, _ => seen);
        var step = WorkflowBuilder.Activity("step", "Status.Compensable", new { body = Slow("do", leaves: true), compensation = Slow("undo", leaves: true) });
        var builder = new WorkflowBuilder("saga").Then("each", "Elsa.ForEach", new { items = new[] { 1, 2, 3 }, body = step });
        host.Plans.Add((faults ? builder.Then("end", "Elsa.Fault", new { message = "x" }) : builder.Then("end", "Elsa.Event", new { eventName = "never" })).ToJson());
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "run", DefinitionId = "saga" });
        store.Recover();
        try
        {
            await host.PumpAsync();
            await host.AdvanceAsync(TimeSpan.FromHours(1));
            if (!faults) store.Enqueue(new InboxItem { Id = "stop", Kind = InboxItemKind.Cancel, InstanceId = "run" });
            await host.PumpAsync();
            await host.AdvanceAsync(TimeSpan.FromHours(1));
        }
        catch (CrashException)
        {
            // The next life goes on with what the store has.
        }
    }

    private static string[] Keys(RecordingRunStore store) => [.. store.Facts.Select(f => f.Key["run/".Length..].Replace("-leave", "", StringComparison.Ordinal))];

    private static object Step(string name) => new { body = Line("do-" + name, "do " + name), compensation = Line("undo-" + name, "undo " + name) };

    private static JsonObject Line(string id, object text) => WorkflowBuilder.Activity(id, "Elsa.WriteLine", new { text });

    /// <summary>A sequence that waits a minute, then leaves something.</summary>
    private static JsonObject Slow(string id, bool leaves = false) => new()
    {
        ["id"] = id + "-sequence",
        ["type"] = "Elsa.Sequence",
        ["version"] = 1,
        ["activities"] = new JsonArray(
            WorkflowBuilder.Activity(id + "-wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromMinutes(1) }),
            leaves ? WorkflowBuilder.Activity(id + "-leave", "Test.Leave", new { fact = "test." + id }) : Line(id + "-line", id)),
    };

    private static string Booking(string end, object inputs) => new WorkflowBuilder("booking")
        .Then("flight", "Status.Compensable", Step("flight"))
        .Then("hotel", "Status.Compensable", Step("hotel"))
        .Then("end", end, inputs).ToJson();

    private static async Task<IEnumerable<string?>> RunLinesAsync(WorkflowTestHost host, InstanceId id)
    {
        var lines = new List<string?>();
        foreach (var page in await host.Store.LoadJournalAsync(id, 0, int.MaxValue, default))
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(page.Records.Span));
            lines.AddRange(document.RootElement.EnumerateArray().Where(r => r.GetProperty("nodeId").GetString() == "Workflow1").Select(r => r.GetProperty("eventName").GetString()));
        }

        return lines;
    }

    private static WorkflowTestHost Host() => new(Services);

    private static void Services(IServiceCollection services) => services.AddActivitiesFrom(typeof(FailSometimes).Assembly).AddSingleton(new Failures());
}
