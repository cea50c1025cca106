using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Model;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Tests.Definitions;

public sealed class DefinitionValidatorTests
{
    [Theory]
    [InlineData("Nobody.Knows", null, "$.root.activities[0].type", "no activity type")]
    [InlineData("Elsa.Cron", "61 * * * * *", "$.root.activities[0].cronExpression", "")]
    [InlineData("Elsa.PublishEvent", "evidence.collected", "$.root.activities[0].eventName", "reserved")]
    [InlineData("Elsa.PublishEvent", null, "$.root.activities[0].eventName", "required")]
    [InlineData("Elsa.Delay", "soon", "$.root.activities[0].timeSpan.expression.value", "TimeSpan")]
    public async Task Check_OneWrongInput_IsNamedWithItsPath(string type, string? value, string path, string message)
    {
        object? inputs = type switch
        {
            "Elsa.Cron" => new { cronExpression = value },
            "Elsa.PublishEvent" => new { eventName = value },
            "Elsa.Delay" => new { timeSpan = value },
            _ => null,
        };

        var check = await CheckAsync(new WorkflowBuilder("w").Add("a", type, inputs).ToJson());

        Assert.False(check.IsValid);
        Assert.Contains(check.Problems, p => p.Severity == ProblemSeverity.Error && p.Path == path && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_NamesOfSettingsThatAreNotHere_AreToldInsteadOfMeaningTheDefault()
    {
        var json = new WorkflowBuilder("w").Variable("kept").Custom("Flowchart:ExecutionMode", "Magic")
            .Option("activationStrategyType", "Other.OnceADayStrategy, Other").Option("incidentStrategyType", "Other.RetryStrategy")
            .Then("a", "Elsa.WriteLine", new { text = "a" }).ToJson();
        json = json.Replace("\"name\":\"kept\"", "\"name\":\"kept\",\"storageDriverTypeName\":\"Other.BlobStorageDriver, Other\"", StringComparison.Ordinal);

        var check = await CheckAsync(json);

        Assert.Equal(["$.options.activationStrategyType"], check.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.Path));
        Assert.Equal(
            ["$.customProperties.Flowchart:ExecutionMode", "$.options.incidentStrategyType", "$.variables"],
            check.Problems.Where(p => p.Severity == ProblemSeverity.Warning).Select(p => p.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa.Workflows.Core", "Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core")]
    [InlineData("", "ContinueWithIncidentsStrategy")]
    public async Task Check_NamesOfSettingsInElsasForms_AreKnown(string activation, string incidents)
    {
        var json = new WorkflowBuilder("w").Option("activationStrategyType", activation).Option("incidentStrategyType", incidents)
            .Then("a", "Elsa.WriteLine", new { text = "a" }).ToJson();

        Assert.Empty((await CheckAsync(json)).Problems);
    }

    [Fact]
    public async Task Check_SeveralProblems_ReportsAll()
    {
        var json = new WorkflowBuilder("w")
            .Custom("timeZone", "Mars/Olympus").Custom("persistenceMode", "sometimes")
            .Add("a", "Elsa.WriteLine", new { text = new ExpressionText("Variable", "nowhere") }, new { mergeMode = "Blend" })
            .Connect("a", "ghost").Connect("ghost", "a")
            .ToJson();

        var check = await CheckAsync(json);

        Assert.Equal(
            [
                "$.customProperties.persistenceMode", "$.customProperties.timeZone", "$.root.activities[0].customProperties.mergeMode",
                "$.root.activities[0].text.expression.value", "$.root.connections[0].target", "$.root.connections[1].source",
            ],
            check.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_Triggers_AreIndexedWithTheirTimers()
    {
        var json = new WorkflowBuilder("w").Custom("timeZone", "Europe/Madrid")
            .Add("http", "Elsa.HttpEndpoint", new { path = "Compliance/Check", supportedMethods = new[] { "GET", "POST" } }, new { canStartWorkflow = true })
            .Add("cron", "Elsa.Cron", new { cronExpression = "0 0 9 * * *" }, new { canStartWorkflow = true })
            .Add("timer", "Elsa.Timer", new { interval = "00:05:00" }, new { canStartWorkflow = true })
            .Add("event", "Elsa.Event", new { eventName = "a.b" }, new { canStartWorkflow = true })
            .ToJson();

        var check = await CheckAsync(json);

        Assert.True(check.IsValid, string.Join(' ', check.Problems));
        Assert.Equal(["cron", "event", "http", "http", "timer"], check.Triggers.Select(t => t.ActivityId).Order(StringComparer.Ordinal));
        Assert.Contains(check.Triggers, t => t.Payload["Path"] as string == "compliance/check" && t.Payload["Method"] as string == "post");
        // The test clock stands at 2026-03-01T12:00Z: 13:00 in Madrid.
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), check.Timers.Single(t => t.Kind == ScheduleKind.Cron).Due);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 5, 0, TimeSpan.Zero), check.Timers.Single(t => t.Kind == ScheduleKind.Interval).Due);
    }

    [Fact]
    public async Task Check_RouteTakenByAnotherWorkflow_IsRefused()
    {
        var json = new WorkflowBuilder("mine").Add("http", "Elsa.HttpEndpoint", new { path = "x" }, new { canStartWorkflow = true }).ToJson();
        var taken = (await CheckAsync(json)).Triggers.Select(t => t with { DefinitionId = "theirs" }).ToArray();

        var check = await CheckAsync(json, taken);

        Assert.Contains(check.Problems, p => p.Path == "$.root.activities[0].path" && p.Message.Contains("theirs", StringComparison.Ordinal));
    }

    private static async Task<DefinitionCheck> CheckAsync(string json, IEnumerable<TriggerRecord>? published = null)
    {
        await using var host = new WorkflowTestHost();
        return host.Services.GetRequiredService<DefinitionValidator>().Check(json, published);
    }
}
