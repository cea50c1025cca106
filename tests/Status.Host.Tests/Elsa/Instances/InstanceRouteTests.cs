using System.Net;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using Status.Testing;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Instances;

/// <summary>Runs as the designer's list and viewer ask for them.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class InstanceRouteTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";
    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"name":"Wait","eventName":{"typeName":"String","expression":{"type":"Literal","value":"never-comes"}}}""";
    private const string Fault = """{"id":"f1","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"it broke"}}}""";

    [Fact]
    public async Task Run_ThatWaits_ShowsItsStateJournalExecutionsAndReportWithTheSameNodeIds()
    {
        var (definition, id) = await StartAsync("Shown", "c-shown", WriteLine, Wait);
        var root = (string)definition["root"]!["nodeId"]!;

        var run = await GetAsync(host.Auditor, $"/workflow-instances/{id}");
        var state = run["workflowState"]!;
        Assert.Equal(("Running", "Suspended", "c-shown"), ((string)run["status"]!, (string)run["subStatus"]!, (string)run["correlationId"]!));
        Assert.Equal($"{root}:e1", (string)Assert.Single(state["bookmarks"]!.AsArray())!["activityNodeId"]!);
        Assert.Equal([$"{root}:e1", root, "Workflow1"], state["activityExecutionContexts"]!.AsArray().Select(c => (string)c!["scheduledActivityNodeId"]!));

        var journal = await PostAsync(
            host.Auditor, $"/workflow-instances/{id}/journal?skip=0&take=110", JsonNode.Parse($$$"""{"filter":{"activityIds":null,"activityNodeIds":["{{{root}}}:w1","{{{root}}}:e1"],"excludedActivityTypes":["Elsa.Flowchart"],"eventNames":null}}"""));
        Assert.Equal(["Started", "Completed", "Started", "Suspended"], journal["items"]!.AsArray().Select(line => (string)line!["eventName"]!));
        Assert.Equal(4, (int)journal["totalCount"]!);
        var page = await GetAsync(host.Auditor, $"/workflow-instances/{id}/journal?page=1&pageSize=2");
        Assert.Equal([2, 3], page["items"]!.AsArray().Select(line => (int)line!["sequence"]!));
        Assert.Equal("Completed", (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}/journal/w1"))["eventName"]!);

        var executions = (await GetAsync(host.Auditor, $"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={root}:w1"))["items"]!.AsArray();
        var say = Assert.Single(executions)!;
        Assert.Equal(("Completed", "Say", "hi"), ((string)say["status"]!, (string)say["activityName"]!, (string)say["activityState"]!["Text"]!));
        Assert.Equal(4, (int)(await GetAsync(host.Auditor, $"/activity-executions/count?workflowInstanceId={id}"))["count"]!);
        Assert.Equal((string)say["id"]!, (string)(await GetAsync(host.Auditor, $"/activity-executions/by-id?id={say["id"]}"))["id"]!);
        Assert.Equal(["Workflow1", root, $"{root}:w1"], (await GetAsync(host.Auditor, $"/activity-executions/{say["id"]}/call-stack"))["items"]!.AsArray().Select(e => (string)e!["activityNodeId"]!));
        Assert.Equal("Completed", (string)Assert.Single((await GetAsync(host.Auditor, $"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={root}:w1"))["items"]!.AsArray())!["status"]!);
        var stats = (await PostAsync(host.Auditor, "/activity-executions/report", JsonNode.Parse($$"""{"workflowInstanceId":"{{id}}","activityNodeIds":["{{root}}:w1","{{root}}:e1"]}""")))["stats"]!.AsArray();
        Assert.Equal([(1, 1, false), (1, 0, true)], stats.Select(s => ((int)s!["startedCount"]!, (int)s["completedCount"]!, (bool)s["isBlocked"]!)));
    }

    [Fact]
    public async Task Run_ThatFaulted_ShowsItsIncidentAndKeepsTheStackToItself()
    {
        var (_, id) = await StartAsync("Faulted", null, Fault);
        var run = await GetAsync(host.Auditor, $"/workflow-instances/{id}");
        Assert.Equal("it broke", (string)Assert.Single(run["workflowState"]!["incidents"]!.AsArray())!["message"]!);
        var fault = (await GetAsync(host.Auditor, $"/activity-executions/list?workflowInstanceId={id}"))["items"]!.AsArray().Single(e => (string)e!["activityId"]! == "f1")!;
        Assert.DoesNotContain((await GetAsync(host.Auditor, $"/activity-executions/list?workflowInstanceId={id}"))["items"]!.AsArray(), e => (string)e!["status"]! == "Running");
        Assert.Equal(("Faulted", "it broke"), ((string)fault["status"]!, (string)fault["exception"]!["message"]!));
        Assert.DoesNotContain(" at Status.", run.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithEveryFilter_HoldsWhatMatches()
    {
        var (definition, waiting) = await StartAsync("Listed", "c-listed", Wait);
        var (_, other) = await StartAsync("Listed too", "c-other", Wait);
        var definitionId = (string)definition["definitionId"]!;
        async Task<string[]> ListAsync(string body) =>
            [.. (await PostAsync(host.Auditor, "/workflow-instances", JsonNode.Parse(body)))["items"]!.AsArray().Select(item => (string)item!["id"]!)];

        Assert.Equal([waiting], await ListAsync($$"""{"page":0,"pageSize":10,"searchTerm":"","definitionId":"{{definitionId}}","definitionIds":[],"correlationId":null,"version":null,"hasIncidents":null,"isSystem":false,"status":null,"statuses":[],"subStatus":null,"subStatuses":[],"orderBy":null,"orderDirection":"Descending","timestampFilters":[]}"""));
        Assert.Equal([waiting], await ListAsync("""{"searchTerm":"C-LISTED"}"""));
        Assert.Equal([other], await ListAsync("""{"correlationId":"c-other","statuses":["Running"],"subStatuses":["Suspended"],"version":1,"hasIncidents":false}"""));
        Assert.Equal([waiting, other], await ListAsync($$"""{"ids":["{{waiting}}","{{other}}"],"orderBy":"Created","orderDirection":"Ascending"}"""));
        Assert.Equal([other], await ListAsync($$"""{"ids":["{{waiting}}","{{other}}"],"pageSize":1}"""));
        Assert.Empty(await ListAsync($$"""{"ids":["{{waiting}}"],"timestampFilters":[{"column":"CreatedAt","operator":"LessThan","timestamp":"2020-01-01T00:00:00Z"}]}"""));
        Assert.Empty(await ListAsync($$"""{"ids":["{{waiting}}"],"isSystem":true}"""));
        Assert.Equal(waiting, (string)(await GetAsync(host.Auditor, $"/workflow-instances?definitionId={definitionId}"))["items"]![0]!["id"]!);
    }

    [Fact]
    public async Task Retry_RunThatFaulted_SaysHowItWentAndTheDryRunWhatItWould()
    {
        var (_, id) = await StartAsync("Retried", null, Fault);
        var check = JsonNode.Parse(await (await host.Admin.PostAsync(new Uri("/api/v1/alterations/dry-run", UriKind.Relative), new StringContent($$"""{"alterations":[{"type":"Retry"}],"runIds":["{{id}}","nobody"]}""", System.Text.Encoding.UTF8, "application/json"))).Content.ReadAsStringAsync())!;
        Assert.Equal([true, false], check["items"]!.AsArray().Select(i => (bool)i!["isPossible"]!));

        var answer = (await PostAsync(host.Operator, "/alterations/workflows/retry", JsonNode.Parse($$"""{"workflowInstanceIds":["{{id}}"]}""")))["results"]!.AsArray();

        Assert.True((bool)Assert.Single(answer)!["isSuccessful"]!);
        Assert.Equal("Retry succeeded", (string)answer[0]!["log"]!["logEntries"]![0]!["message"]!);
        // It broke again, in the same place.
        var run = await GetAsync(host.Auditor, $"/workflow-instances/{id}");
        Assert.Equal(("Faulted", 1), ((string)run["subStatus"]!, run["workflowState"]!["incidents"]!.AsArray().Count));
    }

    [Fact]
    public async Task Cancel_RunThatWaitsForAChild_EndsBothThroughTheEngine()
    {
        var child = await SaveAsync(host.Designer, Model("Child", Wait), publish: true);
        var (_, parent) = await StartAsync("Parent", "c-parent", $$$$"""{"id":"x1","type":"Elsa.ExecuteWorkflow","version":1,"waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"{{{{child["definitionId"]}}}}"}}}""");
        var list = JsonNode.Parse($$"""{"definitionId":"{{child["definitionId"]}}","subStatuses":["Suspended"]}""")!;
        var running = await UntilAsync(async () => (await PostAsync(host.Operator, "/workflow-instances", list.DeepClone()))["items"]!.AsArray() is { Count: 1 } found ? (string)found[0]!["id"]! : null);

        var waits = (await GetAsync(host.Auditor, $"/activity-executions/list?workflowInstanceId={running}"))["items"]!.AsArray().Single(e => (string)e!["activityId"]! == "e1")!;
        var stack = (await GetAsync(host.Auditor, $"/activity-executions/{waits["id"]}/call-stack?includeCrossWorkflowChain=True"))["items"]!.AsArray();
        Assert.Equal([parent, parent, parent, running, running, running], stack.Select(e => (string)e!["workflowInstanceId"]!));
        Assert.Equal(("x1", parent), ((string)stack[2]!["activityId"]!, (string)stack[3]!["schedulingWorkflowInstanceId"]!));

        using (var refused = await SendAsync(host.Auditor, HttpMethod.Delete, $"/workflow-instances/{parent}")) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await CallAsync(host.Admin, HttpMethod.Delete, $"/workflow-instances/{parent}", status: 400);
        await PostAsync(host.Operator, $"/cancel/workflow-instances/{parent}");

        foreach (var id in (string[])[parent, running])
            Assert.Equal("Cancelled", await UntilAsync(async () => (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}/execution-state"))["subStatus"]! is var status && status != "Suspended" ? status : null));
        Assert.Empty((await GetAsync(host.Auditor, $"/workflow-instances/{parent}"))["workflowState"]!["bookmarks"]!.AsArray());
        Assert.Contains((await GetAsync(host.Auditor, $"/workflow-instances/{parent}/journal"))["items"]!.AsArray(), line => (string)line!["eventName"]! == "Canceled" && (string)line["nodeId"]! == "Workflow1");
        Assert.Equal(0, (int)(await PostAsync(host.Operator, "/bulk-actions/cancel/workflow-instances/", JsonNode.Parse($$"""{"ids":["{{parent}}"]}""")))["cancelled"]!);
        await CallAsync(host.Admin, HttpMethod.Delete, $"/workflow-instances/{parent}", status: 204);
        await GetAsync(host.Auditor, $"/workflow-instances/{parent}", 404);
        var trail = JsonNode.Parse(await host.Admin.GetStringAsync($"/api/v1/audit?subject=run/{parent}"))!["items"]!.AsArray();
        Assert.Equal([("admin", "run.deleted"), ("olga", "run.cancelled")], trail.Select(line => ((string)line!["actor"]!, (string)line["action"]!)));
        Assert.Equal(1, (int)(await PostAsync(host.Admin, "/bulk-actions/delete/workflow-instances/by-id", JsonNode.Parse($$"""{"ids":["{{running}}","nope"]}""")))["deleted"]!);
    }

    [Fact]
    public async Task Cancel_ByVersion_EndsEveryRunOfIt()
    {
        var (definition, first) = await StartAsync("Cancelled by version", null, Wait);
        await PostAsync(host.Operator, $"/workflow-definitions/{definition["definitionId"]}/execute");
        var answer = await PostAsync(host.Operator, "/bulk-actions/cancel/workflow-instances", JsonNode.Parse($$"""{"definitionVersionId":"{{definition["id"]}}"}"""));
        Assert.Equal(2, (int)answer["cancelled"]!);
        Assert.Equal("Cancelled", await UntilAsync(async () => (string)(await GetAsync(host.Auditor, $"/workflow-instances/{first}"))["subStatus"]! is "Cancelled" ? "Cancelled" : null));
    }

    [Fact]
    public async Task Export_OfOneAndOfSeveral_HoldsStateBookmarksExecutionsAndJournal()
    {
        var (_, id) = await StartAsync("Exported", null, WriteLine, Wait);
        using var one = await SendAsync(host.Auditor, HttpMethod.Get, $"/workflow-instances/{id}/export?includeBookmarks=true&includeActivityExecutionLog=true&includeWorkflowExecutionLog=true");
        Assert.Equal($"workflow-instance-{id}.json", one.Content.Headers.ContentDisposition!.FileName);
        var file = JsonNode.Parse(await one.Content.ReadAsStringAsync())!;
        Assert.Equal((id, 1, 4), ((string)file["WorkflowState"]!["id"]!, file["Bookmarks"]!.AsArray().Count, file["ActivityExecutionRecords"]!.AsArray().Count));
        using var several = await SendAsync(host.Auditor, HttpMethod.Post, "/bulk-actions/export/workflow-instances", JsonNode.Parse($$"""{"ids":["{{id}}","nope"]}"""));
        using var zip = new System.IO.Compression.ZipArchive(await several.Content.ReadAsStreamAsync());
        Assert.Equal($"workflow-instance-{id}.json", Assert.Single(zip.Entries).Name);
    }

    private async Task<(JsonObject Definition, string Id)> StartAsync(string name, string? correlationId, params string[] activities)
    {
        var definition = await SaveAsync(host.Designer, Model(name, activities), publish: true);
        using var started = await SendAsync(host.Operator, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject { ["correlationId"] = correlationId });
        return (definition, started.Headers.GetValues("x-elsa-workflow-instance-id").Single());
    }

    private static async Task<string> UntilAsync(Func<Task<string?>> look)
    {
        string? found = null;
        await Eventually.TrueAsync(async () => (found = await look()) is not null, "it has come to pass");
        return found!;
    }
}
