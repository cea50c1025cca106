using System.Net;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using Status.Testing;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>Run, dispatch and events, as Studio and other callers ask for them.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DefinitionRunTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";
    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"NAME"}}}""";

    [Fact]
    public async Task Execute_DraftAndPublished_RunTheChosenVersion()
    {
        var made = await SaveAsync(host.Designer, Model("Runs", WriteLine));
        var id = (string)made["definitionId"]!;
        await PostAsync(host.Operator, $"/workflow-definitions/{id}/execute", status: 404);
        var draft = await PostAsync(host.Operator, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"versionOptions":"Latest","correlationId":"c-1","name":"by hand"}"""));
        Assert.Equal(("Finished", "c-1", "by hand"), ((string)draft["workflowState"]!["subStatus"]!, (string)draft["workflowState"]!["correlationId"]!, (string)draft["workflowState"]!["name"]!));

        await PostAsync(host.Designer, $"/workflow-definitions/{id}/publish");
        await GetAsync(host.Operator, $"/workflow-definitions/{id}/execute?correlationId=c3&input=%7B%22a%22%3A1%7D");
        await GetAsync(host.Operator, $"/workflow-definitions/{id}/execute?input=nonsense", 400);
        await PostAsync(host.Operator, "/workflow-definitions/nobody/execute", status: 404);
        await PostAsync(host.Operator, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"input":5}"""), 400);
        await PostAsync(host.Operator, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"triggerActivityId":"w1"}"""), 400);
        await PostAsync(host.Operator, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"versionOptions":"Sometimes"}"""), 400);
    }

    [Fact]
    public async Task Execute_FaultingOrAnswering_SaysSo()
    {
        var faulty = await SaveAsync(host.Designer, Model("Faults", """{"id":"f","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"it broke"}}}"""), publish: true);
        using var fault = await SendAsync(host.Designer, HttpMethod.Post, $"/workflow-definitions/{faulty["definitionId"]}/execute", new JsonObject());
        Assert.Equal(HttpStatusCode.InternalServerError, fault.StatusCode);
        Assert.Single(fault.Headers.GetValues("x-elsa-workflow-instance-id"));
        var state = JsonNode.Parse(await fault.Content.ReadAsStringAsync())!["workflowState"]!;
        Assert.Equal(("Faulted", "it broke"), ((string)state["subStatus"]!, (string)state["incidents"]![0]!["message"]!));

        var answering = await SaveAsync(host.Designer, Model("Answers", """{"id":"a","type":"Elsa.WriteHttpResponse","version":1,"statusCode":202,"content":"mine"}"""), publish: true);
        using var answer = await SendAsync(host.Designer, HttpMethod.Post, $"/workflow-definitions/{answering["definitionId"]}/execute", new JsonObject());
        Assert.Equal((HttpStatusCode.Accepted, "mine"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Single(answer.Headers.GetValues("x-elsa-workflow-instance-id"));
    }

    [Fact]
    public async Task Execute_AtATrigger_StartsThere()
    {
        var trigger = Wait.Replace("NAME", "never-comes", StringComparison.Ordinal).Replace("\"version\":1", "\"version\":1,\"customProperties\":{\"canStartWorkflow\":true}", StringComparison.Ordinal);
        var made = await SaveAsync(host.Designer, Model("Triggered", trigger, WriteLine), publish: true);
        var started = await PostAsync(host.Designer, $"/workflow-definitions/{made["definitionId"]}/execute", JsonNode.Parse("""{"triggerActivityId":"e1","input":{"body":1}}"""));
        Assert.Equal("Finished", (string)started["workflowState"]!["subStatus"]!);
    }

    [Fact]
    public async Task Event_ForEverybodyOrOneRun_ResumesWhatWaits()
    {
        var made = await SaveAsync(host.Designer, Model("Waits", Wait.Replace("NAME", "studio-go", StringComparison.Ordinal), WriteLine), publish: true);
        var id = (string)made["definitionId"]!;
        var first = await PostAsync(host.Designer, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"correlationId":"one"}"""));
        Assert.Equal("Suspended", (string)first["workflowState"]!["subStatus"]!);
        Assert.Single(first["workflowState"]!["bookmarks"]!.AsArray());
        var second = await PostAsync(host.Designer, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"correlationId":"two"}"""));
        var third = await PostAsync(host.Designer, $"/workflow-definitions/{id}/dispatch", JsonNode.Parse("""{"correlationId":"three"}"""));
        await StatusAsync((string)third["workflowInstanceId"]!, "Suspended");

        await PostAsync(host.Operator, "/events/studio-go/trigger", new JsonObject { ["workflowInstanceId"] = (string)second["workflowState"]!["id"]! });
        await StatusAsync((string)second["workflowState"]!["id"]!, "Finished");
        await PostAsync(host.Operator, "/events/studio-go/trigger", JsonNode.Parse("""{"correlationId":"one","input":{"a":1}}"""));
        await StatusAsync((string)first["workflowState"]!["id"]!, "Finished");
        await StatusAsync((string)third["workflowInstanceId"]!, "Suspended");
        await PostAsync(host.Operator, "/events/studio-go/trigger", JsonNode.Parse("""{"workflowExecutionMode":"Asynchronous"}"""));
        await StatusAsync((string)third["workflowInstanceId"]!, "Finished");
        var refusal = await PostAsync(host.Operator, "/events/evidence.collected/trigger", status: 400);
        Assert.Contains("reserved", (string)refusal["errors"]!["eventName"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_ForARunThatDoesNotWaitForItYet_IsThereWhenItDoes()
    {
        var made = await SaveAsync(host.Designer, Model("Waits twice", Wait.Replace("NAME", "studio-first", StringComparison.Ordinal), Wait.Replace("NAME", "studio-early", StringComparison.Ordinal).Replace("\"e1\"", "\"e2\"", StringComparison.Ordinal)), publish: true);
        var started = await PostAsync(host.Designer, $"/workflow-definitions/{made["definitionId"]}/execute");
        var run = (string)started["workflowState"]!["id"]!;
        Assert.Equal("Suspended", (string)started["workflowState"]!["subStatus"]!);

        await PostAsync(host.Operator, "/events/studio-early/trigger", new JsonObject { ["workflowInstanceId"] = run });
        await PostAsync(host.Operator, "/events/studio-first/trigger", new JsonObject { ["workflowInstanceId"] = run });

        await StatusAsync(run, "Finished");
    }

    [Fact]
    public async Task Dispatch_TwiceUnderOneId_RunsOnce()
    {
        var made = await SaveAsync(host.Designer, Model("Once", WriteLine), publish: true);
        for (var i = 0; i < 2; i++)
        {
            var answer = await PostAsync(host.Designer, $"/workflow-definitions/{made["definitionId"]}/dispatch", JsonNode.Parse("""{"instanceId":"exactly-once"}"""));
            Assert.Equal("exactly-once", (string)answer["workflowInstanceId"]!);
        }

        await StatusAsync("exactly-once", "Finished");
        await PostAsync(host.Designer, "/workflow-definitions/nobody/dispatch", status: 404);
    }

    private async Task StatusAsync(string run, string subStatus)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                // A run that was dispatched is there when a worker has begun it.
                using var response = await host.Admin.GetAsync($"/api/v1/runs/{run}");
                return response.IsSuccessStatusCode && (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["subStatus"]! == subStatus;
            },
            $"run {run} is {subStatus}");
    }
}
