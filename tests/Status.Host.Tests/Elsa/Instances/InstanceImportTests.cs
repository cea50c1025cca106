using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using Status.Testing;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Instances;

/// <summary>Runs as files: out, deleted, and in again.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class InstanceImportTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Say = """{"id":"w1","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","expression":{"type":"Literal","value":"hä 😀"}}}""";
    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"never-comes"}}}""";
    private const string Fault = """{"id":"f1","type":"Elsa.Fault","version":1,"message":{"typeName":"String","expression":{"type":"Literal","value":"it broke"}}}""";

    private const string Ask = """{"id":"t1","type":"Elsa.RunTask","version":1,"taskName":{"typeName":"String","expression":{"type":"Literal","value":"travel"}}}""";
    private const string Pause = """{"id":"d1","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:00:03"}}}""";
    private const string Announce = """{"id":"p1","type":"Elsa.PublishEvent","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"travel.ended"}}}""";
    private const string Call = """{"id":"c1","type":"Elsa.ExecuteWorkflow","version":1,"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"CHILD"}},"waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}}""";

    [Fact]
    public async Task Import_OfWhatWasExportedAndDeleted_AnswersTheViewerAsBefore()
    {
        var finished = await StartAsync("Travelling", Say);
        var faulted = await StartAsync("Travelling fault", Say, Fault);
        string[] ids = [finished, faulted];
        var before = await ViewAsync(ids);
        using var exported = await SendAsync(host.Operator, HttpMethod.Post, "/bulk-actions/export/workflow-instances", JsonNode.Parse($$"""{"ids":["{{finished}}","{{faulted}}"]}"""));
        var zip = await exported.Content.ReadAsByteArrayAsync();
        await PostAsync(host.Operator, "/bulk-actions/delete/workflow-instances/by-id", JsonNode.Parse($$"""{"ids":["{{finished}}","{{faulted}}"]}"""));
        await GetAsync(host.Auditor, $"/workflow-instances/{finished}", 404);

        Assert.Equal((200, """{"count":2}"""), await UploadAsync(host.Operator, ("all.zip", zip)));

        Assert.Equal(before, await ViewAsync(ids));
        var audit = JsonNode.Parse(await host.Admin.GetStringAsync($"/api/v1/audit?subject=run/{faulted}"))!["items"]!.AsArray();
        Assert.Equal(["run.imported", "run.deleted"], audit.Select(line => (string)line!["action"]!));
        var (status, again) = await UploadAsync(host.Operator, ("all.zip", zip));
        Assert.Equal(400, status);
        Assert.Contains($"There is a run '{finished}' here already.", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OneFileThatCannotBe_NamesItAndStoresNothing()
    {
        var ended = await StartAsync("Half", Say);
        var waiting = await StartAsync("Half waiting", Wait);
        var good = await ExportAsync(ended);
        var open = await ExportAsync(waiting);
        open["$run"]!["definitionVersionId"] = "of-another-place";
        await CallAsync(host.Operator, HttpMethod.Delete, $"/workflow-instances/{ended}", status: 204);

        var (status, answer) = await UploadAsync(host.Operator, ("good.json", Bytes(good)), ("open.json", Bytes(open)), ("foreign.json", Bytes(new JsonObject { ["WorkflowState"] = new JsonObject() })), ("none.json", "[]"u8.ToArray()), ("bad.zip", [1, 2, 3]));

        Assert.Equal(400, status);
        var errors = JsonNode.Parse(answer)!["errors"]!.AsObject();
        Assert.Equal(["bad.zip", "foreign.json", "none.json", "open.json"], errors.Select(e => e.Key));
        Assert.Contains("'of-another-place'", (string)errors["open.json"]![0]!, StringComparison.Ordinal);
        await GetAsync(host.Auditor, $"/workflow-instances/{ended}", 404);
        Assert.Equal(400, (await UploadAsync(host.Operator, ("good.json", Bytes(good)), ("same.json", Bytes(good)))).Status);
        await GetAsync(host.Auditor, $"/workflow-instances/{ended}", 404);
        Assert.Equal(403, (await UploadAsync(host.Auditor, ("good.json", Bytes(good)))).Status);
        Assert.Equal(400, (await UploadAsync(host.Operator)).Status);
        Assert.Equal((200, """{"count":1}"""), await UploadAsync(host.Operator, ("good.json", Bytes(good))));
    }

    [Fact]
    public async Task Import_OfARunThatWaits_GoesOnWhereItStood()
    {
        var id = await StartAsync("Travelling on", Ask, Wait.Replace("never-comes", "travel-on", StringComparison.Ordinal), Pause, Announce, Say);
        await UntilAsync(id, "t1");
        await TravelAsync(id);
        var task = Assert.Single(JsonNode.Parse(await host.Operator.GetStringAsync("/api/v1/tasks?name=travel"))!["items"]!.AsArray());
        await PostAsync(host.Operator, $"/tasks/{(string)task!["id"]!}/complete", JsonNode.Parse("""{"result":"done"}"""));
        await UntilAsync(id, "e1");
        await TravelAsync(id);
        await PostAsync(host.Operator, "/events/travel-on/trigger");
        await UntilAsync(id, "d1");
        await TravelAsync(id);
        await UntilAsync(id, null);

        Assert.Equal("Finished", (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}"))["subStatus"]!);
        Assert.Equal(1, await LinesAsync(id, "p1", "Completed"));
        var lines = (await GetAsync(host.Auditor, $"/workflow-instances/{id}/journal?page=0&pageSize=100"))["items"]!.AsArray();
        Assert.Equal(lines.Count, lines.Select(l => (int)l!["sequence"]!).Distinct().Count());
        Assert.Single(lines, l => (string)l!["activityId"]! == "w1" && (string)l["eventName"]! == "Completed");
    }

    [Fact]
    public async Task Import_OfARunWhoseChildIsElsewhere_NamesTheWaitAndTheReason()
    {
        var child = await SaveAsync(host.Designer, Model("Left behind", Wait), publish: true);
        var parent = await StartAsync("Left alone", Call.Replace("CHILD", (string)child["definitionId"]!, StringComparison.Ordinal));
        await UntilAsync(parent, "c1");
        var file = await ExportAsync(parent);
        await CallAsync(host.Operator, HttpMethod.Post, $"/cancel/workflow-instances/{parent}", new JsonObject());
        await UntilAsync(parent, null);
        await CallAsync(host.Operator, HttpMethod.Delete, $"/workflow-instances/{parent}", status: 204);
        await Eventually.TrueAsync(
            async () => (await PostAsync(host.Auditor, "/workflow-instances", JsonNode.Parse($$"""{"definitionId":"{{(string)child["definitionId"]!}}","status":"Finished"}""")))["items"]!.AsArray().Count == 1, "the child has ended");

        var (_, answer) = await UploadAsync(host.Operator, ("parent.json", Bytes(file)));

        Assert.Contains("c1: it waits for the run", (string)JsonNode.Parse(answer)!["errors"]!["parent.json"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Singleton", "$.options.activationStrategyType")]
    [InlineData("limited", "$.customProperties.maxConcurrentRuns")]
    public async Task Import_OfARunThatMayNotGoOnBesideAnother_NamesTheRuleAndThatRun(string kind, string path)
    {
        var model = Model($"Import {kind}", Wait);
        if (kind == "limited") model["customProperties"] = new JsonObject { ["maxConcurrentRuns"] = 1 };
        else model["options"] = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa.Workflows.Core" };
        var definition = await SaveAsync(host.Designer, model, publish: true);
        var first = await ExecuteAsync(definition);
        await UntilAsync(first, "e1");
        var file = await ExportAsync(first);
        await PostAsync(host.Operator, $"/cancel/workflow-instances/{first}");
        await UntilAsync(first, null);
        var ended = await ExportAsync(first);
        await CallAsync(host.Operator, HttpMethod.Delete, $"/workflow-instances/{first}", status: 204);
        var second = await ExecuteAsync(definition);
        await UntilAsync(second, "e1");

        var (status, answer) = await UploadAsync(host.Operator, ("first.json", Bytes(file)));

        Assert.Equal(400, status);
        var problem = (string)JsonNode.Parse(answer)!["errors"]!["first.json"]![0]!;
        Assert.Contains(path, problem, StringComparison.Ordinal);
        Assert.Contains($"'{second}'", problem, StringComparison.Ordinal);
        await GetAsync(host.Auditor, $"/workflow-instances/{first}", 404);
        Assert.Equal((200, """{"count":1}"""), await UploadAsync(host.Operator, ("first.json", Bytes(ended))));
    }

    [Theory]
    [InlineData("format", "2")]
    [InlineData("stateVersion", "99")]
    [InlineData("subStatus", "\"Suspended\"")]
    [InlineData("subStatus", "3")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "null")]
    [InlineData("name", "\"a\\u0000b\"")]
    [InlineData("correlationId", "\"\\ud800\"")]
    [InlineData("finishedAt", "null")]
    [InlineData("incidentCount", "7")]
    [InlineData("revision", "0")]
    [InlineData("state", "\"!\"")]
    [InlineData("state", "\"e30\"")]
    [InlineData("state", "\"WzFd\"")]
    [InlineData("state", "\"eyJsaXZlIjpbeyJuIjoxLCJwYXJlbnQiOjEsImEiOiJ4Iiwic3RhdHVzIjoiRmF1bHRlZCJ9XX0=\"")]
    [InlineData("journal", "[{\"firstSequence\":0,\"count\":1,\"records\":\"W3t9XQ==\"}]")]
    [InlineData("journal", "[{\"firstSequence\":5,\"count\":0,\"records\":\"W10=\"}]")]
    public async Task Import_OfAFileThatWasChanged_IsRefused(string member, string value)
    {
        var id = await StartAsync($"Changed {member} {value.GetHashCode(StringComparison.Ordinal)}", Say);
        var file = await ExportAsync(id);
        await CallAsync(host.Operator, HttpMethod.Delete, $"/workflow-instances/{id}", status: 204);
        file["$run"]![member] = "REPLACED";
        var changed = file.ToJsonString().Replace("\"REPLACED\"", value, StringComparison.Ordinal);

        var (status, answer) = await UploadAsync(host.Operator, ("changed.json", Encoding.UTF8.GetBytes(changed)));

        Assert.Equal((400, "changed.json"), (status, Assert.Single(JsonNode.Parse(answer)!["errors"]!.AsObject()).Key));
        await GetAsync(host.Auditor, $"/workflow-instances/{id}", 404);
    }

    [Fact]
    public async Task Import_ArchiveThatUnfoldsToTooMuch_StopsAtTheLimit()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("bomb.json", CompressionLevel.Fastest).Open();
            var spaces = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (var i = 0; i < 17; i++) entry.Write(spaces);
        }

        var (status, answer) = await UploadAsync(host.Operator, ("bomb.zip", buffer.ToArray()));

        Assert.Equal(400, status);
        Assert.Contains("has more than 16777216 bytes", answer, StringComparison.Ordinal);
    }

    /// <summary>Out, cancelled, deleted, and in again.</summary>
    private async Task TravelAsync(string id)
    {
        var file = await ExportAsync(id);
        await PostAsync(host.Operator, $"/cancel/workflow-instances/{id}");
        await UntilAsync(id, null);
        await CallAsync(host.Operator, HttpMethod.Delete, $"/workflow-instances/{id}", status: 204);
        Assert.Equal((200, """{"count":1}"""), await UploadAsync(host.Operator, ("run.json", Bytes(file))));
    }

    /// <summary>Waits until the run waits at an activity, or has ended.</summary>
    private Task UntilAsync(string id, string? activity) => Eventually.TrueAsync(
        async () => activity is null
            ? (string)(await GetAsync(host.Auditor, $"/workflow-instances/{id}"))["status"]! == "Finished"
            : await LinesAsync(id, activity, "Suspended") > 0,
        activity is null ? "the run has ended" : $"the run waits at {activity}");

    private async Task<int> LinesAsync(string id, string activity, string eventName) =>
        (await GetAsync(host.Auditor, $"/workflow-instances/{id}/journal?page=0&pageSize=100"))["items"]!.AsArray().Count(l => (string)l!["activityId"]! == activity && (string)l["eventName"]! == eventName);

    private static byte[] Bytes(JsonNode file) => Encoding.UTF8.GetBytes(file.ToJsonString());

    private static async Task<(int Status, string Body)> UploadAsync(HttpClient client, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        using var response = await client.PostAsync("/elsa/api/bulk-actions/import/workflow-instances", form);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> ExportAsync(string id) => await GetAsync(host.Operator, $"/workflow-instances/{id}/export");

    private async Task<List<string>> ViewAsync(string[] ids)
    {
        var answers = new List<string>();
        foreach (var id in ids)
        {
            foreach (var path in (string[])["", "/variables", "/execution-state", "/journal?page=0&pageSize=100", "/export?includeBookmarks=true&includeActivityExecutionLog=true&includeWorkflowExecutionLog=true"])
                answers.Add((await GetAsync(host.Auditor, $"/workflow-instances/{id}{path}")).ToJsonString());
            foreach (var path in (string[])["list", "count"]) answers.Add((await GetAsync(host.Auditor, $"/activity-executions/{path}?WorkflowInstanceId={id}")).ToJsonString());
            answers.Add((await PostAsync(host.Auditor, "/workflow-instances", JsonNode.Parse($$"""{"ids":["{{id}}"]}"""))).ToJsonString());
        }

        return answers;
    }

    private async Task<string> StartAsync(string name, params string[] activities)
    {
        var model = Model(name, activities);
        model["variables"] = JsonNode.Parse("""[{"id":"n","name":"n","typeName":"DateTimeOffset","isArray":false,"value":"2026-01-02T03:04:05+01:00"}]""");
        return await ExecuteAsync(await SaveAsync(host.Designer, model, publish: true));
    }

    private async Task<string> ExecuteAsync(JsonNode definition)
    {
        using var started = await SendAsync(host.Operator, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject());
        return started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }
}
