using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("variables.count + 1", "8")]
    [InlineData("getCount() * 2", "14")]
    [InlineData("getVariable('count')", "7")]
    [InlineData("getInput('who')", "Ada")]
    [InlineData("getWho() + '!'", "Ada!")]
    [InlineData("`${variables.count}/${getWorkflowDefinitionId()}`", "7/scripts")]
    [InlineData("getCorrelationId()", "c-1")]
    [InlineData("isNullOrWhiteSpace(' ')", "true")]
    [InlineData("toJson({ a: [1, 2] })", "{\"a\":[1,2]}")]
    [InlineData("getResultFromFirst()", "41")]
    [InlineData("getOutputFrom('first') + 1", "42")]
    [InlineData("getLastResult()", "41")]
    [InlineData("stringFromBase64(stringToBase64('ñ'))", "ñ")]
    [InlineData("Object.keys(variables).join()", "count")]
    [InlineData("setVariable('count', 9), variables.count", "9")]
    [InlineData("setCount(10), getCount()", "10")]
    [InlineData("newGuid().length", "36")]
    public async Task Input_ScriptOfElsasGlobals_GivesItsValue(string script, string expected)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("scripts")
            .Variable("count", "Int32", "7").Input("who", "String")
            .Then("First", "Elsa.RunJavaScript", new { script = "40 + 1" })
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js(script) })
            .ToJson().Replace("\"id\":\"First\"", "\"id\":\"first\"", StringComparison.Ordinal).Replace("\"activity\":\"First\"", "\"activity\":\"first\"", StringComparison.Ordinal));

        var result = await host.StartAsync(new StartRun { DefinitionId = "scripts", CorrelationId = "c-1", Input = new DataObject { ["who"] = "Ada" } });

        Assert.Empty(result.Incidents);
        Assert.Equal([expected], host.Lines);
    }

    [Fact]
    public async Task RunJavaScript_SetsOutcome_FollowsItsConnection()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("outcome")
            .Add("run", "Elsa.RunJavaScript", new { script = "if (1 < 2) { setOutcome('small'); } return 5;", possibleOutcomes = new[] { "small", "large" } })
            .Add("small", "Elsa.WriteLine", new { text = "small" }).Add("large", "Elsa.WriteLine", new { text = "large" })
            .Connect("run", "small", "small").Connect("run", "large", "large")
            .ToJson();

        await host.RunAsync(json);

        Assert.Equal(["small"], host.Lines);
    }

    [Fact]
    public async Task FlowSwitch_Cases_FollowsTheFirstThatIsTrue()
    {
        await using var host = new WorkflowTestHost();
        var cases = JsonNode.Parse("""[{"label":"no","condition":{"type":"JavaScript","value":"false"}},{"label":"yes","condition":{"type":"JavaScript","value":"2 > 1"}},{"label":"also","condition":{"type":"Literal","value":true}}]""");
        var json = new WorkflowBuilder("switch")
            .Add("s", "Elsa.FlowSwitch", new { cases })
            .Add("yes", "Elsa.WriteLine", new { text = "yes" }).Add("also", "Elsa.WriteLine", new { text = "also" }).Add("other", "Elsa.WriteLine", new { text = "other" })
            .Connect("s", "yes", "yes").Connect("s", "also", "also").Connect("s", "other", "Default")
            .ToJson();

        await host.RunAsync(json);

        Assert.Equal(["yes"], host.Lines);
    }

    [Fact]
    public async Task ForEach_Body_SeesItsItemAndItsIndex()
    {
        await using var host = new WorkflowTestHost();
        var body = WorkflowBuilder.Activity("body", "Elsa.WriteLine", new { text = ExpressionText.Js("variables.CurrentIndex + ':' + getCurrentValue().name") });

        await host.RunAsync(new WorkflowBuilder("loop").Then("each", "Elsa.ForEach", new { items = new[] { new { name = "a" }, new { name = "b" } }, body }).ToJson());

        Assert.Equal(["0:a", "1:b"], host.Lines);
    }

    [Fact]
    public async Task Loop_BackConnection_RunsUntilTheDecisionTurns()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("back").Variable("n", "Int32", "0")
            .Add("start", "Elsa.Start")
            .Add("count", "Elsa.RunJavaScript", new { script = "variables.n = variables.n + 1" })
            .Add("enough", "Elsa.FlowDecision", new { condition = ExpressionText.Js("variables.n >= 3") })
            .Add("say", "Elsa.WriteLine", new { text = ExpressionText.Js("'n=' + variables.n") })
            .Connect("start", "count").Connect("count", "enough").Connect("enough", "count", "False").Connect("enough", "say", "True")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(["n=3"], host.Lines);
    }

    [Fact]
    public async Task Script_Runaway_FaultsItsActivityOnly()
    {
        await using var host = new WorkflowTestHost();

        var result = await host.RunAsync(new WorkflowBuilder("runaway").Then("run", "Elsa.RunJavaScript", new { script = "while (true) {}" }).ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal("run", result.Incidents[0].ActivityId);
    }

    [Fact]
    public async Task Check_ScriptThatDoesNotParse_NamesLineAndColumn()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("bad")
            .Add("a", "Elsa.WriteLine", new { text = ExpressionText.Js("1 +") })
            .Add("b", "Elsa.RunJavaScript", new { script = "let x = ;" })
            .ToJson();

        var check = host.Services.GetRequiredService<DefinitionValidator>().Check(json);

        Assert.Contains(check.Problems, p => p.Path == "$.root.activities[0].text.expression.value" && p.Message.StartsWith("Line 1, column", StringComparison.Ordinal));
        Assert.Contains(check.Problems, p => p.Path == "$.root.activities[1].script" && p.Message.StartsWith("Line 1, column", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OrderFlowOfARealServer_Runs_AnswersAsThere()
    {
        var folder = Environment.GetEnvironmentVariable("STATUS_ELSA_CAPTURES");
        if (string.IsNullOrEmpty(folder)) return;
        await using var host = new WorkflowTestHost();
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "049-get-by-definition-id-latest.json")))!["response"]!["body"]!;
        var plan = host.Plans.Add(body.ToJsonString());

        var result = await host.StartAsync(new StartRun { DefinitionId = plan.Definition.DefinitionId, TriggerActivityId = "he", StimulusInput = [] });

        Assert.Empty(result.Incidents);
        Assert.Equal("""{"amount":42}""", Encoding.UTF8.GetString(result.Reply!.Body.Span));
        Assert.Equal(["amount 42"], host.Lines);
    }
}
