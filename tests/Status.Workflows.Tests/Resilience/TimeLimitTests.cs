using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Resilience;

namespace Status.Workflows.Tests.Resilience;

/// <summary>Time limits of activities and of runs, and work in the background.</summary>
public sealed class TimeLimitTests
{
    private static readonly object _tenMinutes = new { timeout = "00:10:00" };

    [Fact]
    public async Task Activity_WorksTooLong_IsCancelledAndFaults()
    {
        var failures = new Failures();
        await using var host = Host(failures);

        var running = host.RunAsync(new WorkflowBuilder("slow").Then("it", "Test.WorkForever", custom: _tenMinutes).ToJson());
        await failures.Begun.Task;
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var result = await running;

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal(typeof(ActivityTimeoutException).FullName, Assert.Single(result.Incidents).ExceptionType);
    }

    [Fact]
    public async Task Activity_WaitsTooLong_FaultsAtItsLimitAndWaitsNoMore()
    {
        await using var host = Host();

        var first = await host.RunAsync(new WorkflowBuilder("waiting").Then("it", "Elsa.Event", new { eventName = "never" }, _tenMinutes).ToJson());
        Assert.Equal(2, host.Store.Bookmarks.Count);
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
        Assert.Empty(host.Store.Timers);
    }

    [Fact]
    public async Task Activity_ResumedInTime_LeavesNoTimer()
    {
        await using var host = Host();
        var first = await host.RunAsync(new WorkflowBuilder("waiting").Then("it", "Elsa.Event", new { eventName = "soon" }, _tenMinutes).Then("then", "Elsa.WriteLine", new { text = "done" }).ToJson());

        await host.SendAsync("Elsa.Event", new Model.Data.DataObject { ["EventName"] = "soon" });
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Empty(host.Store.Timers);
        Assert.Equal(["done"], host.Lines);
    }

    [Fact]
    public async Task Run_TakesTooLong_FaultsWithAnIncidentOfTheRun()
    {
        await using var host = Host();
        var json = new WorkflowBuilder("long").Custom("timeout", "00:10:00")
            .Then("one", "Elsa.Delay", new { timeSpan = TimeSpan.FromMinutes(7) })
            .Then("two", "Elsa.Delay", new { timeSpan = TimeSpan.FromMinutes(7) })
            .Then("three", "Elsa.WriteLine", new { text = "too late" }).ToJson();

        var first = await host.RunAsync(json);
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));

        var run = (await host.LoadAsync(first.InstanceId))!;
        Assert.Equal(InstanceSubStatus.Faulted, run.SubStatus);
        Assert.Equal(TimeSpan.FromMinutes(10), run.FinishedAt - run.CreatedAt);
        Assert.Empty(host.Lines);
        Assert.Empty(host.Store.Timers);
        Assert.Contains("\"activityId\":\"\"", System.Text.Encoding.UTF8.GetString(run.State.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WorksTooLong_IsCancelledAtTheLimitOfTheRun()
    {
        var failures = new Failures();
        await using var host = Host(failures);

        var running = host.RunAsync(new WorkflowBuilder("slow").Custom("timeout", "00:10:00").Then("it", "Test.WorkForever").ToJson());
        await failures.Begun.Task;
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var result = await running;

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal("", Assert.Single(result.Incidents).ActivityId);
    }

    [Fact]
    public async Task Run_InTime_EndsWithoutATimer()
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("quick").Custom("timeout", "00:10:00").Then("it", "Elsa.WriteLine", new { text = "x" }).ToJson());

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Empty(Assert.Single(host.Store.Commits).TimersCreated);
    }

    [Fact]
    public async Task Activity_InTheBackground_RunsInABurstOfItsOwn()
    {
        var failures = new Failures();
        await using var host = Host(failures);
        host.Plans.Add(new WorkflowBuilder("later").Then("it", "Test.FailSometimes", custom: new { runAsynchronously = true }).Then("then", "Elsa.WriteLine", new { text = "done" }).ToJson());

        var first = await host.Engine.StartAsync(new StartRun { DefinitionId = "later" });
        Assert.Equal(InstanceSubStatus.Suspended, first.SubStatus);
        Assert.Empty(failures.Keys);
        await host.PumpAsync();

        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Single(failures.Keys);
        Assert.Equal(["done"], host.Lines);
    }

    [Fact]
    public async Task Compile_NoLimit_IsAProblem()
    {
        await using var host = Host();
        var read = DefinitionJson.Read(new WorkflowBuilder("x").Custom("timeout", "soon").Then("it", "Elsa.WriteLine", custom: new { timeout = "-1" }).ToJson());

        var (_, problems) = host.Services.GetRequiredService<PlanCompiler>().Compile(read.Definition!);

        Assert.Equal(["$.customProperties.timeout", "$.root.activities[0].customProperties.timeout"], problems.Where(p => p.Path.EndsWith("timeout", StringComparison.Ordinal)).Select(p => p.Path));
    }

    private static WorkflowTestHost Host(Failures? failures = null) =>
        new(services => services.AddActivitiesFrom(typeof(FailSometimes).Assembly).AddSingleton(failures ?? new Failures()));
}
