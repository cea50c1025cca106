using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Json;
using Status.Workflows.Testing;

namespace Status.Workflows.Tests.Testing;

/// <summary>Test cases of definitions: what is met passes, what is not is named with what came instead.</summary>
public sealed class TestSuiteTests
{
    [Fact]
    public async Task Case_ExpectationsMet_Passes()
    {
        var report = await RunAsync(Order(), """
            [{"name":"paid","trigger":{"http":{"method":"POST","path":"orders/7?lang=en","body":{"total":42}}},
              "expect":{"status":"Finished","response":{"status":201,"body":{"id":"7","total":42,"lang":"en"}},"variables":{"Request":{"total":42}},
                        "facts":[{"type":"order.paid","body":{"total":42},"count":1}],"noFacts":["order.refused"],"activities":{"Pay":1,"Answer":{"inputs":{"Content":{"id":"7"}}}},
                        "scripts":["variables.Request.total === 42 && facts.length === 1"]}}]
            """);
        Assert.Empty(report.Problems);
        Assert.Empty(Assert.Single(report.Cases).Differences);
        Assert.True(report.Passed);
        Assert.Equal(["OnOrder", "Take", "Pay", "Answer"], report.Coverage.Activities);
        Assert.Empty(report.Coverage.MissedConnections);
    }

    [Theory]
    [InlineData("""{"status":"Suspended"}""", "status", "Suspended", "Finished")]
    [InlineData("""{"response":{"status":200}}""", "response.status", "200", "201")]
    [InlineData("""{"response":{"body":{"total":43}}}""", "response.body.total", "43", "42")]
    [InlineData("""{"response":{"body":{"missing":1}}}""", "response.body.missing", "1", "(absent)")]
    [InlineData("""{"response":null}""", "response", "none", null)]
    [InlineData("""{"outputs":{"x":1}}""", "outputs.x", "1", "(absent)")]
    [InlineData("""{"variables":{"Request":{"total":{"$gt":42}}}}""", "variables.Request.total", """{"$gt":42}""", "42")]
    [InlineData("""{"facts":[{"type":"order.paid","body":{"total":1}}]}""", "facts.order.paid.total", "1", "42")]
    [InlineData("""{"facts":[{"type":"order.lost"}]}""", "facts.order.lost", "at least 1", "0; facts: order.paid")]
    [InlineData("""{"noFacts":["order.*"]}""", "facts", "no order.*", null)]
    [InlineData("""{"activities":{"Pay":0}}""", "activities.Pay", "executed 0 times", null)]
    [InlineData("""{"activities":{"Answer":{"inputs":{"Content":{"id":"8"}}}}}""", "activities.Answer.inputs.Content.id", "\"8\"", "\"7\"")]
    [InlineData("""{"activities":{"Nobody":1}}""", "activities.Nobody", "an activity of the workflow", null)]
    [InlineData("""{"fault":"broken"}""", "status", "Faulted", "Finished")]
    [InlineData("""{"http":[{"url":"https://*"}]}""", "http.https://*", "at least 1", "0; no call")]
    [InlineData("""{"scripts":["1 > 2"]}""", "scripts", "1 > 2", "false")]
    public async Task Case_ExpectationNotMet_NamesTheDifference(string expect, string what, string expected, string? actual)
    {
        var report = await RunAsync(Order(), $$"""[{"name":"x","trigger":{"http":{"method":"POST","path":"orders/7","body":{"total":42} } },"expect":{{expect}} }]""");
        Assert.Empty(report.Problems);
        var difference = Assert.Single(report.Cases).Differences[0];
        Assert.False(report.Passed);
        Assert.Equal((what, expected), (difference.What, difference.Expected));
        if (actual is not null) Assert.Equal(actual, difference.Actual);
    }

    [Fact]
    public async Task Case_Waits_MovesTheClockAtOnce()
    {
        var waiting = new WorkflowBuilder("waits").Variable("Due").Then("Pause", "Elsa.Delay", new { timeSpan = "2.00:00:00" })
            .Then("Note", "Elsa.RunJavaScript", new { script = "setVariable('Due', new Date().toISOString())" });
        var report = await RunAsync(waiting, """
            [{"name":"two days later","at":"2026-03-28T22:00:00Z","expect":{"status":"Finished","variables":{"Due":"2026-03-30T22:00:00.000Z"}}},
             {"name":"not within a day","within":"1.00:00:00","expect":{"status":"Suspended","activities":{"Pause":{"status":"Running"},"Note":0}}}]
            """);
        Assert.All(report.Cases, c => Assert.Empty(c.Differences));
        Assert.Equal(2, report.Cases.Count);
    }

    [Fact]
    public async Task Case_MockedActivities_GiveWhatTheCaseSaysCallByCall()
    {
        var looping = new WorkflowBuilder("loops").Variable("All", value: "[]")
            .Add("Each", "Elsa.ForEach", new { items = ExpressionText.Js("[1, 2, 3]") });
        var json = JsonNode.Parse(looping.ToJson())!.AsObject();
        json["root"]!["activities"]![0]!["body"] = WorkflowBuilder.Activity("Ask", "Elsa.RunJavaScript", new { script = "throw new Error('in earnest')" });
        var report = await RunAsync(json, """
            [{"name":"third call fails","mocks":{"activities":[{"activity":"Ask","calls":[{"outputs":{"Result":1}},{"outputs":{"Result":2}},{"fault":"no third"}]}]},
              "expect":{"fault":"no third","activities":{"Ask":{"count":2,"status":"Completed"}},"scripts":["activities.Ask[1].outputs.Result === 2"]}},
             {"name":"mock of nobody","mocks":{"activities":[{"activity":"Nobody"}]},"expect":{"status":"Faulted"}}]
            """);
        Assert.Empty(report.Cases[0].Differences);
        Assert.Contains("no activity fits 'Nobody'", Assert.Single(report.Cases[1].Differences).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_OutgoingHttp_IsAnsweredByTheCaseAndNeverLeaves()
    {
        var calling = new WorkflowBuilder("calls").Variable("Answer")
            .Then("Ask", "Elsa.FlowSendHttpRequest", new { url = "https://api.example.com/users/7", method = "POST", content = ExpressionText.Js("({ a: 1 })"), expectedStatusCodes = new[] { 200, 404 } });
        var report = await RunAsync(calling, """
            [{"name":"answers","mocks":{"http":[{"method":"POST","url":"https://api.example.com/users/*","answer":{"status":404,"body":{"error":"gone"}}}]},
              "expect":{"status":"Finished","http":[{"method":"POST","url":"*/users/7","body":{"a":1},"count":1}],"activities":{"Ask":{"outcome":"404","outputs":{"ParsedContent":{"error":"gone"}}}}}},
             {"name":"fails","mocks":{"http":[{"url":"*","answer":{"fails":"connection"}}]},"expect":{"activities":{"Ask":{"outcome":"Failed to connect"}}}},
             {"name":"nothing leaves","expect":{"activities":{"Ask":{"outcome":"Failed to connect"}}}}]
            """);
        Assert.All(report.Cases, c => Assert.Empty(c.Differences));
    }

    [Fact]
    public async Task Case_Sends_ResumeWhatWaits()
    {
        var waiting = new WorkflowBuilder("hears").Variable("Heard").Then("Wait", "Elsa.Event", new { eventName = "paid" })
            .Then("Keep", "Elsa.RunJavaScript", new { script = "setVariable('Heard', getOutputFrom('Wait', 'Result').amount)" });
        var report = await RunAsync(waiting, """
            [{"name":"by event","send":[{"after":"00:10:00","event":{"name":"paid","body":{"amount":5}}}],"expect":{"status":"Finished","variables":{"Heard":5}}},
             {"name":"other event","send":[{"event":{"name":"lost"}}],"expect":{"status":"Suspended"}},
             {"name":"cancelled","send":[{"cancel":true}],"expect":{"status":"Cancelled","activities":{"Wait":{"status":"Canceled"}}}}]
            """);
        Assert.Empty(report.Cases[0].Differences);
        Assert.Contains("nobody waited", Assert.Single(report.Cases[1].Differences).Actual, StringComparison.Ordinal);
        Assert.Empty(report.Cases[2].Differences);
    }

    [Fact]
    public async Task Case_LoopWithoutEnd_IsCutOff()
    {
        var looping = new WorkflowBuilder("forever").Then("A", "Elsa.WriteLine", new { text = "a" }).Then("B", "Elsa.WriteLine", new { text = "b" }).Connect("B", "A");
        var report = await RunAsync(looping, """[{"name":"never","expect":{"status":"Finished"}}]""", TimeSpan.FromMilliseconds(300));
        Assert.Contains(Assert.Single(report.Cases).Differences, d => d.Actual.Contains("never ends", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"a":1}""", "", "list of test cases")]
    [InlineData("""[{"name":"x"}]""", "[0].expect", "cannot fail")]
    [InlineData("""[{"expect":{}}]""", "[0].name", "missing")]
    [InlineData("""[{"name":"x","expect":{"state":"Finished"}}]""", "[0].expect.state", "not known here")]
    [InlineData("""[{"name":"x","expect":{"status":"Done"}}]""", "[0].expect.status", "none of")]
    [InlineData("""[{"name":"x","trigger":{"http":{"path":"a"},"event":{"name":"b"}},"expect":{}}]""", "[0].trigger", "several")]
    [InlineData("""[{"name":"x","at":"yesterday","expect":{}}]""", "[0].at", "ISO 8601")]
    [InlineData("""[{"name":"x","within":"9999.00:00:00","expect":{}}]""", "[0].within", "366 days")]
    [InlineData("""[{"name":"x","mocks":{"http":[{"url":"a","answer":{"status":99}}]},"expect":{}}]""", "[0].mocks.http[0].answer.status", "200 to 599")]
    [InlineData("""[{"name":"x","mocks":{"activities":[{}]},"expect":{}}]""", "[0].mocks.activities[0]", "either")]
    [InlineData("""[{"name":"x","send":[{}],"expect":{}}]""", "[0].send[0]", "exactly one")]
    [InlineData("""[{"name":"x","expect":{"scripts":["1 +"]}}]""", "[0].expect.scripts[0]", "Line 1")]
    [InlineData("""[{"name":"x","expect":{}},{"name":"x","expect":{}}]""", "[1].name", "Another case")]
    public async Task Case_Malformed_IsAProblemWithItsPath(string cases, string path, string message)
    {
        var report = await RunAsync(Order(), cases);
        var problem = report.Problems[0];
        Assert.Equal($"$.customProperties['Status:TestCases']{path}", problem.Path.Replace(".answer[0]", ".answer", StringComparison.Ordinal));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.False(report.Passed);
    }

    [Fact]
    public void Cases_AsJsonText_AreReadToo()
    {
        var json = JsonNode.Parse(Order().ToJson())!.AsObject();
        json["customProperties"] = new JsonObject { [TestCases.PropertyName] = """[{"name":"x","expect":{}}]""" };
        Assert.Equal("x", Assert.Single(TestCases.Read(DefinitionJson.Read(json.ToJsonString()).Definition!).Cases).Name);
    }

    [Fact]
    public async Task Report_JUnit_CountsFailures()
    {
        var report = await RunAsync(Order(), """[{"name":"bad","trigger":{"http":{"method":"POST","path":"orders/7"}},"expect":{"response":{"status":200}}}]""");
        var xml = System.Xml.Linq.XDocument.Parse(TestReportText.ToJUnit([report]));
        var suite = Assert.Single(xml.Root!.Elements());
        Assert.Equal(("1", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Contains("response.status", suite.Descendants("failure").Single().Value, StringComparison.Ordinal);
    }

    private static WorkflowBuilder Order() => new WorkflowBuilder("order").Variable("Request")
        .Then("OnOrder", "Elsa.HttpEndpoint", new { path = "orders/{id}", supportedMethods = new[] { "POST" } }, new { canStartWorkflow = true })
        .Then("Take", "Elsa.RunJavaScript", new { script = "setVariable('Request', getOutputFrom('OnOrder', 'ParsedContent'))" })
        .Then("Pay", "Elsa.PublishEvent", new { eventName = "order.paid", payload = ExpressionText.Js("({ total: variables.Request?.total })") })
        .Then("Answer", "Elsa.WriteHttpResponse", new
        {
            statusCode = "Created",
            content = ExpressionText.Js("({ id: getOutputFrom('OnOrder', 'RouteData').id, total: variables.Request?.total, lang: getOutputFrom('OnOrder', 'QueryStringData').lang ?? null })"),
        });

    private static Task<TestReport> RunAsync(WorkflowBuilder builder, string cases, TimeSpan? patience = null) => RunAsync(JsonNode.Parse(builder.ToJson())!.AsObject(), cases, patience);

    private static async Task<TestReport> RunAsync(JsonObject definition, string cases, TimeSpan? patience = null)
    {
        await using var host = new WorkflowTestHost();
        if (definition["customProperties"] is not JsonObject custom) definition["customProperties"] = custom = [];
        custom[TestCases.PropertyName] = JsonNode.Parse(cases);
        var read = DefinitionJson.Read(definition.ToJsonString());
        Assert.True(read.IsValid, string.Join('\n', read.Problems));
        var services = host.Services;
        var suite = new TestSuite(
            services.GetRequiredService<Status.Workflows.Definitions.DefinitionValidator>(), services.GetRequiredService<Status.Workflows.Execution.PlanCompiler>(),
            services.GetRequiredService<Status.Workflows.Authoring.ActivityRegistry>(), TimeProvider.System)
        {
            Patience = patience ?? TimeSpan.FromMinutes(2),
        };
        return await suite.RunAsync(read.Definition!, TestSurroundings.None);
    }
}
