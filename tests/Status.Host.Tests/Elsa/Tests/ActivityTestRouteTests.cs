using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Tests;

/// <summary>The designer's Test tab: one activity runs by itself, and nothing of it is kept but the audit entry.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ActivityTestRouteTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Route = "/tests/activities";
    private const string Sum = """{"id":"sum","type":"Elsa.RunJavaScript","version":1,"name":"Sum","script":{"typeName":"String","expression":{"type":"Literal","value":"return { sum: getVariable('Amount') + 1 };"}}}""";
    private const string Bad = """{"id":"bad","type":"Elsa.WriteLine","version":1,"name":"Bad","text":{"typeName":"String","expression":{"type":"JavaScript","value":"null.name"}}}""";
    private const string Tell = """{"id":"tell","type":"Elsa.PublishEvent","version":1,"name":"Tell","eventName":{"typeName":"String","expression":{"type":"Literal","value":"only-tested"}}}""";
    private const string Wait = """{"id":"wait","type":"Elsa.Event","version":1,"name":"Wait","eventName":{"typeName":"String","expression":{"type":"Literal","value":"never-comes"}}}""";
    private const string Endless = """{"id":"endless","type":"Elsa.While","version":1,"condition":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},"body":{"id":"turn","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"again"}}}}""";
    /// <summary>In a burst of its own, and with a try that comes later than a burst waits for.</summary>
    private const string Later = """{"id":"later","type":"Elsa.SendHttpRequest","version":1,"url":{"typeName":"String","expression":{"type":"Literal","value":"http://127.0.0.1:9/"}},"customProperties":{"runAsynchronously":true,"resilienceStrategy":{"mode":"Expression","expression":{"type":"JavaScript","value":"({ maxRetryAttempts: 1, delay: '00:00:02.100', useJitter: false })"}}}}""";
    private const string Inside = """{"id":"inner","type":"Elsa.Sequence","version":1,"variables":[{"id":"v2","name":"Near","typeName":"String","value":"here"}],"activities":[{"id":"near","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"return getVariable('Near') + getVariable('Amount');"}}}]}""";
    private const string Ask = """{"id":"ask","type":"Elsa.SendHttpRequest","version":1,"url":{"typeName":"String","expression":{"type":"Literal","value":"http://127.0.0.1:9/"}}}""";

    [Fact]
    public async Task Activity_TestedByItsNodeId_ShowsInputsOutputsAndOutcomeWithTheTestValuesOfVariables()
    {
        var definition = await SaveAsync("Shows");
        var answer = await TestAsync(definition, "sum");
        Assert.Equal(("Completed", 100), ((string)answer["status"]!, (int)answer["outputs"]!["Result"]!["sum"]!));
        Assert.Equal("Done", (string)Assert.Single(answer["payload"]!["Outcomes"]!.AsArray())!);
        Assert.Contains("getVariable", (string)answer["activityState"]!["Script"]!, StringComparison.Ordinal);
        Assert.Null(answer["exception"]);
        Assert.Equal("here99", (string)(await TestAsync(definition, "inner:near"))["outputs"]!["Result"]!);
        var whole = await TestAsync(definition, "inner");
        Assert.Equal("Completed", (string)whole["status"]!);
    }

    [Fact]
    public async Task Activity_NamedByDefinitionAndId_IsFoundInTheLatestVersion()
    {
        var definition = await SaveAsync("Named");
        var answer = await PostAsync(host.Operator, Route, Request(new JsonObject { ["definitionId"] = (string)definition["definitionId"]!, ["versionOptions"] = "Latest" }, new JsonObject { ["activityId"] = "sum" }));
        Assert.Equal("Completed", (string)answer["status"]!);
    }

    [Fact]
    public async Task Activity_ThatFaults_SaysWhy()
    {
        var answer = await TestAsync(await SaveAsync("Faults"), "bad");
        Assert.Equal(("Faulted", "TypeError: Cannot read 'name' of null."), ((string)answer["status"]!, (string)answer["exception"]!["message"]!));
        Assert.Empty(answer["outputs"]!.AsObject());
    }

    /// <summary>What an activity would commit is thrown away: no run, no fact, no wait. What somebody let it do is in the trail.</summary>
    [Fact]
    public async Task Activity_ThatPublishesOrWaits_LeavesNothingButTheAuditEntry()
    {
        var definition = await SaveAsync("Leaves nothing");
        var id = (string)definition["definitionId"]!;
        Assert.Equal("Completed", (string)(await TestAsync(definition, "tell"))["status"]!);
        Assert.Equal("Running", (string)(await TestAsync(definition, "wait"))["status"]!);
        Assert.Equal(0, (int)(await PostAsync(host.Auditor, "/workflow-instances", new JsonObject { ["definitionId"] = id }))["totalCount"]!);
        Assert.Equal(0L, await CountAsync("select count(*) from workflows.facts where type = 'only-tested'"));
        Assert.Equal(0L, await CountAsync($"select count(*) from workflows.bookmarks where payload::text like '%never-comes%'"));
        Assert.Equal(2L, await CountAsync($"select count(*) from identity.audit where action = 'activity.tested' and subject = 'workflow/{id}' and actor = 'dora'"));
    }

    [Fact]
    public async Task Activity_ThatWouldRunLaterAndTryAgain_DoesSoNow()
    {
        var answer = await TestAsync(await SaveAsync("Later"), "later");
        Assert.Equal("Faulted", (string)answer["status"]!);
        var retry = Assert.Single(answer["payload"]!["Retries"]!.AsArray())!;
        Assert.Equal((1, "00:00:02.1000000", "Connect"), ((int)retry["attemptNumber"]!, (string)retry["retryDelay"]!, (string)retry["kind"]!));
    }

    [Fact]
    public async Task Activity_WithoutEnd_IsCutOff()
    {
        var answer = await TestAsync(await SaveAsync("Endless"), "endless");
        Assert.Equal("Faulted", (string)answer["status"]!);
        Assert.Contains("never ends", (string)answer["exception"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_ThatCallsAPrivateAddress_IsStoppedByTheGuardAsInEarnest()
    {
        var answer = await TestAsync(await SaveAsync("Guarded"), "ask");
        Assert.Equal("Faulted", (string)answer["status"]!);
        Assert.Contains("AllowedPrivateNetworks", (string)answer["exception"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ForWhatIsNotThere_SaysSo()
    {
        var definition = await SaveAsync("Not there");
        var version = new JsonObject { ["definitionVersionId"] = (string)definition["id"]! };
        var refusal = await PostAsync(host.Designer, Route, Request(version, new JsonObject { ["activityNodeId"] = "Workflow1:nobody" }), 400);
        Assert.Contains("nobody", (string)refusal["errors"]!["activityHandle"]![0]!, StringComparison.Ordinal);
        await PostAsync(host.Designer, Route, Request(new JsonObject { ["definitionVersionId"] = "nobody" }, new JsonObject { ["activityId"] = "sum" }), 404);
        await PostAsync(host.Designer, Route, Request(new JsonObject { ["definitionId"] = "nobody" }, new JsonObject { ["activityId"] = "sum" }), 404);
    }

    [Fact]
    public async Task Request_OfSomebodyWhoMayOnlyRead_IsRefused()
    {
        var definition = await SaveAsync("Refused");
        var body = Request(new JsonObject { ["definitionVersionId"] = (string)definition["id"]! }, new JsonObject { ["activityId"] = "sum" });
        await PostAsync(host.Auditor, Route, body, 403);
        await PostAsync(host.Anonymous, Route, body, 401);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"workflowDefinitionHandle":"x","activityHandle":{"activityId":"sum"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":7},"activityHandle":{"activityId":"sum"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"a\u0000"},"activityHandle":{"activityId":"sum"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"\ud800"},"activityHandle":{"activityId":"sum"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"a","versionOptions":"Sometimes"},"activityHandle":{"activityId":"sum"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"a"}}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"a"},"activityHandle":[]}""")]
    [InlineData("""{"workflowDefinitionHandle":{"definitionId":"a"},"activityHandle":{"activityId":{}}}""")]
    public async Task Request_ThatMakesNoSense_IsRefusedWithASentence(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await host.Designer.PostAsync(new Uri("/elsa/api" + Route, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{(int)answer.StatusCode}: {text}");
        Assert.NotEmpty(JsonNode.Parse(text)!["errors"]!.AsObject());
    }

    private static JsonObject Request(JsonObject workflow, JsonObject activity) => new() { ["workflowDefinitionHandle"] = workflow, ["activityHandle"] = activity };

    private async Task<JsonObject> SaveAsync(string name)
    {
        var model = Model(name, Sum, Bad, Tell, Wait, Endless, Inside, Ask, Later);
        model["variables"] = JsonNode.Parse("""[{"id":"v1","name":"Amount","typeName":"Int32","value":"41"}]""");
        model["customProperties"] = JsonNode.Parse("""{"VariableTestValues":{"v1":"99"}}""");
        return await StudioHost.SaveAsync(host.Designer, model);
    }

    private Task<JsonNode> TestAsync(JsonObject definition, string activity) => PostAsync(
        host.Designer, Route, Request(new JsonObject { ["definitionVersionId"] = (string)definition["id"]! }, new JsonObject { ["activityNodeId"] = $"{definition["root"]!["nodeId"]}:{activity}" }));

    private async Task<long> CountAsync(string query)
    {
        await using var command = host.DataSource.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
