using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>Workflows used as activities of others.</summary>
public sealed class WorkflowAsActivityTests
{
    [Theory]
    [InlineData("'Bar'", "Child: Bar")]
    [InlineData("getInput1()", "Child: Foo")]
    [InlineData("getInput('Input1') + '!'", "Child: Foo!")]
    public async Task Run_ParentChildInputsCorpus_ChildSeesWhatItIsGiven(string given, string expected)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(Child());
        var parent = new WorkflowBuilder("parent").Input("Input1").Output("Output1")
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("'Parent: ' + getInput1()") })
            .Then("it", "Child", new { workflowDefinitionId = Plain("child"), workflowDefinitionVersionId = Plain("child:1"), input1 = ExpressionText.Js(given), output1 = Bound("Output1") })
            .Then("after", "Elsa.WriteLine", new { text = ExpressionText.Js("'After: ' + getInput1() + ' ' + getOutputFrom('it', 'Output1')") });

        var result = await host.RunAsync(parent.ToJson(), new DataObject { ["Input1"] = "Foo" });

        var value = expected["Child: ".Length..];
        Assert.Equal(["Parent: Foo", expected, $"After: Foo {value}"], host.Lines);
        Assert.Equal(value, result.Output["Output1"]);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Fact]
    public async Task Run_InputNotGiven_HidesTheRunsInputAllTheSame()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(Child());

        await host.RunAsync(Parent().ToJson(), new DataObject { ["Input1"] = "Foo" });

        Assert.Equal(["Child: null"], host.Lines);
    }

    [Fact]
    public async Task Run_CompositesAndOutcomesCorpus_CompleteEndsOnlyTheWorkflowItStandsIn()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(Used(new WorkflowBuilder("completor").Then("complete", "Elsa.Complete", new { outcomes = "Success" }).Then("never", "Elsa.WriteLine", new { text = "never" }), "Success", "Failure"));
        host.Plans.Add(Used(new WorkflowBuilder("consumer").Then("it", "Completor", new { workflowDefinitionId = Plain("completor") })));
        var tester = new WorkflowBuilder("tester")
            .Then("start", "Elsa.WriteLine", new { text = "Start" })
            .Then("it", "Consumer", new { workflowDefinitionId = Plain("consumer") })
            .Then("end", "Elsa.WriteLine", new { text = "End" });

        var result = await host.RunAsync(tester.ToJson());

        Assert.Equal(["Start", "End"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Theory]
    [InlineData(true, "big")]
    [InlineData(false, "small")]
    public async Task Run_Outcomes_AreThePortsOfTheActivity(bool big, string expected)
    {
        await using var host = new WorkflowTestHost();
        var body = new WorkflowBuilder("judge").Input("big", "Boolean")
            .Add("if", "Elsa.FlowDecision", new { condition = new ExpressionText("Input", "big") })
            .Add("yes", "Elsa.Complete", new { outcomes = "Big" }).Add("no", "Elsa.Complete", new { outcomes = new[] { "Small" } })
            .Connect("if", "yes", "True").Connect("if", "no", "False");
        host.Plans.Add(Used(body, "Big", "Small"));
        var parent = new WorkflowBuilder("chooser")
            .Add("it", "Judge", new { workflowDefinitionId = Plain("judge"), big })
            .Add("big", "Elsa.WriteLine", new { text = "big" }).Add("small", "Elsa.WriteLine", new { text = "small" })
            .Connect("it", "big", "Big").Connect("it", "small", "Small");

        await host.RunAsync(parent.ToJson());

        Assert.Equal([expected], host.Lines);
        Assert.Equal(["Big", "Small"], host.Services.GetRequiredService<ActivityRegistry>().Find("Judge")!.Outcomes);
    }

    [Fact]
    public async Task Run_UsedTwiceAndWaiting_KeepsVariablesKeysAndOutputsApart()
    {
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Leave).Assembly));
        host.Plans.Add(Used(new WorkflowBuilder("pausing").Input("x").Output("y").Variable("v")
            .Then("set", "Elsa.SetVariable", new { variable = new JsonObject { ["id"] = "v", ["name"] = "v" }, value = ExpressionText.Js("getX() * 10") })
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(1) })
            .Then("leave", "Test.Leave")
            .Then("out", "Elsa.SetOutput", new { outputName = "y", outputValue = ExpressionText.Js("getVariable('v') + getX()") })));
        var parent = new WorkflowBuilder("both").Variable("a").Variable("b").Variable("v", "Int32", "7")
            .Add("start", "Elsa.Start")
            .Add("one", "Pausing", new { workflowDefinitionId = Plain("pausing"), x = 1, y = Bound("a") })
            .Add("two", "Pausing", new { workflowDefinitionId = Plain("pausing"), x = 2, y = Bound("b") })
            .Add("say", "Elsa.WriteLine", new { text = ExpressionText.Js("[variables.a, variables.b, variables.v].join()") }, new { mergeMode = "Merge" })
            .Connect("start", "one").Connect("start", "two").Connect("one", "say").Connect("two", "say");

        await host.RunAsync(parent.ToJson());
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["11,22,7"], host.Lines);
        Assert.Equal(2, host.Facts.Select(f => f.Key).Distinct().Count());
    }

    [Fact]
    public void Validate_WorkflowThatContainsItself_IsRefused()
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        var registry = services.GetRequiredService<ActivityRegistry>();
        Register(registry, new WorkflowBuilder("one").Then("it", "Two", new { workflowDefinitionId = Plain("two") }));
        var two = Register(registry, new WorkflowBuilder("two").Then("it", "One", new { workflowDefinitionId = Plain("one") }));

        var problems = services.GetRequiredService<DefinitionValidator>().Check(two).Problems;

        Assert.Contains(problems, p => p.Severity == ProblemSeverity.Error && p.Message.Contains("two → one → two", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_WorkflowThatIsNotThereOrNotPublished_IsRefused()
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        var draft = DefinitionJson.Read(Used(new WorkflowBuilder("draft").Then("a", "Elsa.WriteLine", new { text = "x" }))).Definition!;
        services.GetRequiredService<ActivityRegistry>().ChangeWorkflows([WorkflowActivityDescriber.Describe(draft, isPublished: false, wasPublished: false)], []);
        var parent = new WorkflowBuilder("parent").Then("a", "Draft", new { workflowDefinitionId = Plain("draft"), workflowDefinitionVersionId = Plain("draft:1") }).Then("b", "Gone", new { workflowDefinitionId = Plain("gone") });

        var problems = services.GetRequiredService<DefinitionValidator>().Check(parent.ToJson()).Problems.Where(p => p.Severity == ProblemSeverity.Error).ToList();

        Assert.Equal(["$.root.activities[0]", "$.root.activities[1]"], problems.Select(p => p.Path).Order());
    }

    [Fact]
    public async Task VersionThatIsGone_IsRefusedAtThePublishAndFaultsTheRunInsteadOfRunningAnother()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(Child().Replace("\"version\":1,\"isLatest\"", "\"version\":2,\"isLatest\"", StringComparison.Ordinal).Replace("child:1", "child:2", StringComparison.Ordinal));
        var json = new WorkflowBuilder("parent").Then("it", "Child", new { workflowDefinitionId = Plain("child"), workflowDefinitionVersionId = Plain("child:1") }).ToJson();

        var problem = Assert.Single(host.Services.GetRequiredService<DefinitionValidator>().Check(json).Problems, p => p.Severity == ProblemSeverity.Error);
        Assert.Equal("$.root.activities[0]", problem.Path);
        Assert.Contains("'child:1'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("version 2 is published", problem.Message, StringComparison.Ordinal);

        host.Plans.Add(DefinitionJson.Read(json).Definition!, allowErrors: true);
        var run = await host.StartAsync(new StartRun { DefinitionId = "parent" });
        Assert.Equal(InstanceSubStatus.Faulted, run.SubStatus);
        Assert.Equal("it", Assert.Single(run.Incidents).ActivityId);
        Assert.Empty(host.Lines);
    }

    [Fact]
    public async Task Finish_Inside_EndsTheRun()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(Used(new WorkflowBuilder("ending").Then("finish", "Elsa.Finish")));

        var result = await host.RunAsync(new WorkflowBuilder("parent").Then("it", "Ending", new { workflowDefinitionId = Plain("ending") }).Then("never", "Elsa.WriteLine", new { text = "never" }).ToJson());

        Assert.Empty(host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
    }

    [Theory]
    [InlineData("child", "Child")]
    [InlineData("My workflow 2", "MyWorkflow2")]
    [InlineData("order-check_fast", "OrderCheckFast")]
    [InlineData("HTTPCall", "HTTPCall")]
    public void TypeName_OfAName_JoinsItsWords(string name, string expected) => Assert.Equal(expected, WorkflowActivityDescriber.TypeNameOf(name));

    private static WorkflowDefinition Register(ActivityRegistry registry, WorkflowBuilder builder)
    {
        var definition = DefinitionJson.Read(Used(builder)).Definition!;
        registry.ChangeWorkflows([WorkflowActivityDescriber.Describe(definition, isPublished: true, wasPublished: true)], []);
        return definition;
    }

    private static string Child() => Used(new WorkflowBuilder("child").Input("Input1").Output("Output1")
        .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("'Child: ' + getInput1()") })
        .Then("out", "Elsa.SetOutput", new { outputName = "Output1", outputValue = ExpressionText.Js("getInput1()") }));

    private static WorkflowBuilder Parent() => new WorkflowBuilder("parent").Then("it", "Child", new { workflowDefinitionId = Plain("child") });

    private static string Used(WorkflowBuilder builder, params string[] outcomes)
    {
        var json = JsonNode.Parse(builder.ToJson())!;
        json["options"] = new JsonObject { ["usableAsActivity"] = true };
        json["outcomes"] = new JsonArray([.. outcomes.Select(o => (JsonNode)o)]);
        return json.ToJsonString();
    }

    private static JsonNode Plain(string text) => JsonValue.Create(text);

    private static JsonObject Bound(string id) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = id } };
}
