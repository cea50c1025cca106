using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

/// <summary>Scripts can make values that no store can hold: they hold themselves, or are nested without end. The activity faults; the run is not repeated for ever and its caller is not told of an error of the host.</summary>
public sealed class UnstorableValueTests
{
    private const string Cyclic = "(() => { const o = {}; o.o = o; return o })()";

    private const string Deep = "(() => { const o = {}; let p = o; for (let i = 0; i < 70; i++) { p.a = {}; p = p.a } return o })()";

    [Theory]
    [InlineData("let o = {}; o.o = o; setVariable('x', o); return 1")]
    [InlineData("variables.x.self = variables.x; return 1")]
    [InlineData("return " + Cyclic)]
    [InlineData("return " + Deep)]
    [InlineData("setVariable('x', " + Deep + ")")]
    public async Task Run_ScriptLeavesWhatCannotBeStored_FaultsAtIt(string script)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("cyclic").Variable("x", "Object", "{}")
            .Then("bad", "Elsa.RunJavaScript", new { script })
            .Then("after", "Elsa.WriteLine", new { text = "after" })
            .Then("wait", "Elsa.Delay", new { timeSpan = "00:01:00" }).ToJson());

        var result = await host.StartAsync(new StartRun { DefinitionId = "cyclic" });

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Contains("cannot be stored", Assert.Single(result.Incidents).Message, StringComparison.Ordinal);
        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(result.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Run_ValueAsDeepAsJsonMayBe_IsStoredAndReadBack()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("deep").Variable("x")
            .Then("set", "Elsa.RunJavaScript", new { script = "setVariable('x', JSON.parse('['.repeat(64) + ']'.repeat(64))); return variables.x" })
            .Then("wait", "Elsa.Delay", new { timeSpan = "00:01:00" })
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("JSON.stringify(variables.x).length") }).ToJson());

        var waiting = await host.StartAsync(new StartRun { DefinitionId = "deep" });
        Assert.Empty(waiting.Incidents);
        Assert.Equal(InstanceSubStatus.Suspended, waiting.SubStatus);

        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["128"], host.Lines);
    }
}
