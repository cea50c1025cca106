using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Tests.Scheduling;

/// <summary>Schedules that publishing makes of triggers.</summary>
public sealed class TriggerScheduleTests
{
    private static readonly object _starts = new { canStartWorkflow = true };

    [Theory]
    [InlineData("Skip", MisfirePolicy.Skip)]
    [InlineData("Once", MisfirePolicy.Once)]
    [InlineData("All", MisfirePolicy.All)]
    [InlineData(null, MisfirePolicy.Once)]
    public async Task Check_MissedFires_IsThePolicyOfTheSchedule(string? policy, MisfirePolicy expected)
    {
        var check = await CheckAsync(b => b.Then("t", "Elsa.Cron", new { cronExpression = "0 0 3 * * *", missedFires = policy }, _starts).Add("u", "Elsa.Timer", new { interval = "01:00:00", missedFires = policy }, _starts));

        Assert.Equal([expected, expected], check.Timers.Select(t => t.Misfire));
    }

    [Fact]
    public async Task Check_UnknownPolicy_IsAProblemWithItsPath()
    {
        var check = await CheckAsync(b => b.Then("t", "Elsa.Timer", new { interval = "01:00:00", missedFires = "Sometimes" }, _starts));

        Assert.Contains(check.Problems, p => p.Severity == ProblemSeverity.Error && p.Path.Contains("missedFires", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_StartAt_IsDueOnceAtItsTime()
    {
        var check = await CheckAsync(b => b.Then("t", "Elsa.StartAt", new { dateTime = "2026-03-02T09:00:00+01:00" }, _starts));

        var timer = Assert.Single(check.Timers);
        Assert.Equal((ScheduleKind.Once, new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)), (timer.Kind, timer.Due));
        Assert.Null(new ScheduleCalculator((_, _, _) => null, new TimerOptions()).Fire(timer, timer.Due).Next);
    }

    [Fact]
    public async Task Check_StartAtInThePast_StartsNothingAndSaysSo()
    {
        var check = await CheckAsync(b => b.Then("t", "Elsa.StartAt", new { dateTime = "2020-01-01T00:00:00Z" }, _starts));

        Assert.Empty(check.Timers);
        Assert.Contains(check.Problems, p => p.Message.Contains("has passed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-03-01T13:00:00Z", 1)]
    [InlineData("2026-03-01T11:00:00Z", 0)]
    public async Task StartAt_InARun_WaitsForItsTime(string time, int hours)
    {
        await using var host = new WorkflowTestHost();

        var first = await host.RunAsync(new WorkflowBuilder("wait").Then("t", "Elsa.StartAt", new { dateTime = time }).Then("done", "Elsa.WriteLine", new { text = "done" }).ToJson());
        Assert.Equal(hours == 0 ? InstanceSubStatus.Finished : InstanceSubStatus.Suspended, first.SubStatus);
        await host.AdvanceAsync(TimeSpan.FromHours(hours));

        Assert.Equal(["done"], host.Lines);
    }

    private static async Task<DefinitionCheck> CheckAsync(Action<WorkflowBuilder> build)
    {
        await using var host = new WorkflowTestHost();
        var builder = new WorkflowBuilder("scheduled");
        build(builder);
        var validator = new DefinitionValidator(host.Services.GetRequiredService<PlanCompiler>(), host.Services.GetRequiredService<ActivityRegistry>(), host.Time, Microsoft.Extensions.Options.Options.Create(new DefinitionLimits()));
        return validator.Check(builder.ToJson());
    }
}
