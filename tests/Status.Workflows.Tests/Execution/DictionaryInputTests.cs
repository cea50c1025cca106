using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;

namespace Status.Workflows.Tests.Execution;

public sealed class DictionaryInputTests
{
    [Theory]
    [InlineData("""{"host":{"type":"Literal","value":"a"},"count":{"type":"JavaScript","value":"1 + 1"},"who":{"type":"Variable","value":"{\"name\":\"who\"}"}}""", """{"host":"a","count":2,"who":"Ada"}""")]
    [InlineData("""{"host":"a","site":"north"}""", """{"host":"a","site":"north"}""")]
    [InlineData("""{"nested":{"type":"Literal","value":"a","unit":"s"}}""", """{"nested":{"type":"Literal","value":"a","unit":"s"}}""")]
    [InlineData("{}", "{}")]
    [InlineData("", "null")]
    public async Task Input_OfTheDictionaryEditor_EvaluatesEachMember(string written, string expected)
    {
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Echo).Assembly));

        await host.RunAsync(new WorkflowBuilder("dictionary")
            .Variable("who", "String", "Ada").Variable("echo", "String", "")
            .Then("echo", "Test.Echo", new { labels = new ExpressionText("Object", written) })
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("variables.echo") })
            .ToJson());

        Assert.Equal([expected], host.Lines);
    }

    [Fact]
    public async Task Check_MemberThatDoesNotParse_IsNamed()
    {
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Echo).Assembly));
        var json = new WorkflowBuilder("broken")
            .Then("echo", "Test.Echo", new { labels = new ExpressionText("Object", """{"count":{"type":"JavaScript","value":"1 +"}}""") }).ToJson();

        var check = host.Services.GetRequiredService<DefinitionValidator>().Check(json);

        Assert.Contains(check.Problems, problem => problem.Path.Contains(".labels.expression.value.count", StringComparison.Ordinal));
    }
}
