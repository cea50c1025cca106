using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using Status.Testing;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Instances;

/// <summary>Variables of runs that people change.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class InstanceVariableTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Say = """{"id":"w1","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"`n=${variables.n}`"}}}""";

    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"EVENT"}}}""";

    [Fact]
    public async Task Change_OfARunThatWaits_IsAnsweredOnceAppliedAndUsedLater()
    {
        var id = await StartAsync("Variables change", "v-change");

        var answer = await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", Body("""{"id":"n","value":"41"},{"id":"list","value":[1,{"a":null}]}"""));

        Assert.Equal("""{"items":[{"id":"n","name":"n","value":41},{"id":"list","name":"list","value":[1,{"a":null}]}],"count":2}""", answer.ToJsonString());
        Assert.Equal(answer.ToJsonString(), (await GetAsync(host.Auditor, $"/workflow-instances/{id}/variables")).ToJsonString());
        Assert.Equal("VariablesChanged", (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}/journal"))["items"]!.AsArray()[^1]!["eventName"]!);
        var audit = JsonNode.Parse(await host.Admin.GetStringAsync($"/api/v1/audit?subject=run/{id}"))!["items"]!.AsArray();
        Assert.Equal([("olga", "run.variables-changed")], audit.Select(line => ((string)line!["actor"]!, (string)line["action"]!)));
        await PostAsync(host.Operator, "/events/v-change/trigger", new JsonObject { ["workflowInstanceId"] = id });
        Assert.Equal("n=41", await SaidAsync(id));
    }

    [Fact]
    public async Task Change_ThatCannotBe_NamesEachAndChangesNothing()
    {
        var id = await StartAsync("Variables refused", "v-refused");
        var before = (await GetAsync(host.Auditor, $"/workflow-instances/{id}/variables")).ToJsonString();

        var refused = await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", Body("""{"id":"n","value":"many"},{"id":"nobody","value":1},{"id":"list","value":[]}"""), 400);
        Assert.Equal(["n", "nobody"], refused["errors"]!.AsObject().Select(e => e.Key));
        Assert.Contains("Int32", (string)refused["errors"]!["n"]![0]!, StringComparison.Ordinal);
        foreach (var body in (string[])["""{"id":"n","value":1},{"id":"n","value":2}""", """{"value":1}""", """{"id":5}""", "7"])
            await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", Body(body), 400);
        await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", JsonNode.Parse("""{"variables":{}}"""), 400);
        using var half = new StringContent("""{"variables":[{"id":"list","value":"\ud800"}]}""", System.Text.Encoding.UTF8, "application/json");
        using (var answer = await host.Operator.PostAsync($"/elsa/api/workflow-instances/{id}/variables", half)) Assert.Equal(400, (int)answer.StatusCode);
        await PostAsync(host.Auditor, $"/workflow-instances/{id}/variables", Body(""), 403);
        await PostAsync(host.Operator, "/workflow-instances/nope/variables", Body("""{"id":"n","value":1}"""), 404);

        Assert.Equal(before, (await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", Body(""))).ToJsonString());
    }

    [Fact]
    public async Task Change_OfARunThatEnded_IsRefused()
    {
        var id = await StartAsync("Variables ended", "v-ended");
        await PostAsync(host.Operator, "/events/v-ended/trigger", new JsonObject { ["workflowInstanceId"] = id });
        await SaidAsync(id);

        var refused = await PostAsync(host.Operator, $"/workflow-instances/{id}/variables", Body("""{"id":"n","value":1}"""), 400);

        Assert.Contains("has ended (Finished)", (string)refused["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WhileTheRunIsResumed_CountsBeforeItOrIsRefused()
    {
        var outcomes = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            var id = await StartAsync($"Variables race {i}", $"v-race-{i}");
            var resume = SendAsync(host.Operator, HttpMethod.Post, $"/events/v-race-{i}/trigger", new JsonObject { ["workflowInstanceId"] = id });
            using var changed = await SendAsync(host.Operator, HttpMethod.Post, $"/workflow-instances/{id}/variables", Body("""{"id":"n","value":41}"""));
            (await resume).Dispose();

            // Whatever came first: who was told that the value is set sees the run use it, and who was refused sees that it did not.
            Assert.Equal((int)changed.StatusCode == 200 ? "n=41" : "n=1", await SaidAsync(id));
            outcomes.Add((int)changed.StatusCode);
        }

        Assert.All(outcomes, status => Assert.Contains(status, (int[])[200, 400]));
    }

    private static JsonNode Body(string entries) => JsonNode.Parse($$"""{"variables":[{{entries}}]}""")!;

    private async Task<string> SaidAsync(string id)
    {
        await Eventually.TrueAsync(async () => (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}/execution-state"))["status"]! == "Finished", "the run has ended");
        return (string)(await GetAsync(host.Auditor, $"/activity-executions/list?WorkflowInstanceId={id}"))["items"]!.AsArray().Single(e => (string)e!["activityId"]! == "w1")!["activityState"]!["Text"]!;
    }

    private async Task<string> StartAsync(string name, string waitsFor)
    {
        var model = Model(name, Wait.Replace("EVENT", waitsFor, StringComparison.Ordinal), Say);
        model["variables"] = JsonNode.Parse("""[{"id":"n","name":"n","typeName":"Int32","isArray":false,"value":"1"},{"id":"list","name":"list","typeName":"Object","isArray":false,"value":null}]""");
        var definition = await SaveAsync(host.Designer, model, publish: true);
        using var started = await SendAsync(host.Operator, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject());
        return started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }
}
