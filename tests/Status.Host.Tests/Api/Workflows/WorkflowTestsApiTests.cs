using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Api.Workflows;

/// <summary>Test cases over HTTP: saved into the draft, run, made of a run, and asked for before a publish.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class WorkflowTestsApiTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Endpoint = """
        {"id":"in","type":"Elsa.HttpEndpoint","version":1,"customProperties":{"canStartWorkflow":true},"path":{"typeName":"String","expression":{"type":"Literal","value":"PATH"}},
         "supportedMethods":{"typeName":"String[]","expression":{"type":"Object","value":"[\"POST\"]"}},"authorize":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}}
        """;

    private const string Answer = """
        {"id":"out","type":"Elsa.WriteHttpResponse","version":1,"content":{"typeName":"Object","expression":{"type":"JavaScript","value":"({ doubled: getOutputFrom('in', 'ParsedContent').n * 2 })"}}}
        """;

    [Fact]
    public async Task Cases_SavedRunAndDemanded_DecideAboutThePublish()
    {
        await MakeAsync("tested");
        var (_, none) = await AskAsync(HttpMethod.Get, "/tested/tests");
        Assert.Empty(none["cases"]!.AsArray());

        var wrong = Case("doubles", expected: 43);
        var (saved, kept) = await AskAsync(HttpMethod.Put, "/tested/tests", new JsonObject { ["cases"] = new JsonArray(wrong), ["mustPass"] = true });
        Assert.Equal((HttpStatusCode.OK, true), (saved, (bool)kept["mustPass"]!));
        var (_, report) = await AskAsync(HttpMethod.Post, "/tested/tests/run", new JsonObject());
        var difference = report["cases"]![0]!["differences"]![0]!;
        Assert.Equal((false, "response.body.doubled", "43", "42"), ((bool)report["passed"]!, (string)difference["what"]!, (string)difference["expected"]!, (string)difference["actual"]!));
        var (refused, problem) = await AskAsync(HttpMethod.Post, "/tested/publish");
        Assert.Equal((HttpStatusCode.BadRequest, "$.customProperties['Status:TestCases'][0]"), (refused, (string)problem["errors"]![0]!["path"]!));

        // Cases that are not saved yet run as well.
        var (_, tried) = await AskAsync(HttpMethod.Post, "/tested/tests/run", new JsonObject { ["cases"] = new JsonArray(Case("doubles", 42)) });
        Assert.True((bool)tried["passed"]!, tried.ToJsonString());
        Assert.Empty(tried["coverage"]!["missedActivities"]!.AsArray());
        await AskAsync(HttpMethod.Put, "/tested/tests", new JsonObject { ["cases"] = new JsonArray(Case("doubles", 42)), ["mustPass"] = true });
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(HttpMethod.Post, "/tested/publish")).Status);
    }

    [Fact]
    public async Task Case_Malformed_IsToldWhenItIsPublished()
    {
        await MakeAsync("mistyped");
        var (_, kept) = await AskAsync(HttpMethod.Put, "/mistyped/tests", new JsonObject { ["cases"] = new JsonArray(new JsonObject { ["name"] = "x", ["expects"] = new JsonObject() }) });
        Assert.Contains(kept["problems"]!.AsArray(), p => ((string)p!["path"]!).EndsWith("[0].expects", StringComparison.Ordinal));
        var (refused, problem) = await AskAsync(HttpMethod.Post, "/mistyped/publish");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Contains(problem["errors"]!.AsArray(), p => ((string)p!["path"]!).EndsWith("[0].expects", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Recorded_IsACaseThatPasses()
    {
        await MakeAsync("recorded");
        await AskAsync(HttpMethod.Post, "/recorded/publish");
        HttpResponseMessage answer = null!;
        await Eventually.TrueAsync(
            async () => (answer = await host.Admin.PostAsync(new Uri("/workflows/recorded", UriKind.Relative), new StringContent("""{"n":21}""", Encoding.UTF8, "application/json"))).StatusCode != HttpStatusCode.NotFound,
            "the published endpoint to answer");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var run = answer.Headers.GetValues("x-elsa-workflow-instance-id").Single();

        var (status, recorded) = await AskAsync(HttpMethod.Post, $"/recorded/tests/from-run/{run}");
        Assert.Equal((HttpStatusCode.OK, 42), (status, (int)recorded["expect"]!["response"]!["body"]!["doubled"]!));
        var (_, report) = await AskAsync(HttpMethod.Post, "/recorded/tests/run", new JsonObject { ["cases"] = new JsonArray(recorded.DeepClone()) });
        Assert.True((bool)report["passed"]!, report.ToJsonString());
        recorded["trigger"]!["http"]!["body"]!["n"] = 1;
        var (_, other) = await AskAsync(HttpMethod.Post, "/recorded/tests/run", new JsonObject { ["cases"] = new JsonArray(recorded.DeepClone()) });
        Assert.False((bool)other["passed"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Post, "/recorded/tests/from-run/nobody")).Status);
    }

    [Fact]
    public async Task NodeRed_Imported_IsADraftWithAReport()
    {
        const string Flows = """
            [{"id":"t","type":"tab","label":"From elsewhere"},
             {"id":"i","type":"http in","z":"t","url":"/elsewhere","method":"get","x":100,"y":40,"wires":[["c"]]},
             {"id":"c","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"ok","tot":"str"}],"x":300,"y":40,"wires":[["o","m"]]},
             {"id":"o","type":"http response","z":"t","statusCode":"","headers":{},"x":500,"y":40,"wires":[]},
             {"id":"m","type":"mqtt out","z":"t","topic":"a/b","broker":"b","x":500,"y":90,"wires":[]}]
            """;
        var (_, dry) = await PostAsync("/api/v1/imports/node-red?dryRun=true", Flows);
        Assert.Equal((true, 3, 1), ((bool)dry["dryRun"]!, (int)dry["flows"]![0]!["converted"]!, (int)dry["flows"]![0]!["notConverted"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/node-red-from-elsewhere")).Status);

        var (_, done) = await PostAsync("/api/v1/imports/node-red", Flows);
        Assert.Equal(1, (int)done["flows"]![0]!["version"]!);
        Assert.Contains(done["notes"]!.AsArray(), n => (string)n!["level"]! == "notConverted" && (string)n["nodeId"]! == "m" && ((string)n["advice"]!).Length > 0);
        using var shown = await host.Admin.GetAsync(new Uri("/elsa/api/workflow-definitions/by-definition-id/node-red-from-elsewhere?versionOptions=Latest", UriKind.Relative));
        var activities = JsonNode.Parse(await shown.Content.ReadAsStringAsync())!["root"]!["activities"]!.AsArray();
        var missing = activities.Single(a => (string)a!["id"]! == "m")!;
        Assert.Equal("Elsa.NotFoundActivity", (string)missing["type"]!);
        Assert.Contains("a/b", missing.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Post, "/node-red-from-elsewhere/publish")).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/api/v1/imports/node-red", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/api/v1/imports/node-red", "[")).Status);
    }

    private static JsonObject Case(string name, int expected) => new()
    {
        ["name"] = name,
        ["trigger"] = new JsonObject { ["http"] = new JsonObject { ["method"] = "POST", ["path"] = "tested", ["body"] = new JsonObject { ["n"] = 21 } } },
        ["expect"] = new JsonObject { ["response"] = new JsonObject { ["status"] = 200, ["body"] = new JsonObject { ["doubled"] = expected } } },
    };

    private async Task MakeAsync(string id)
    {
        var model = StudioHost.Model(id, Endpoint.Replace("PATH", id, StringComparison.Ordinal), Answer);
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(HttpMethod.Put, $"/{id}", model)).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, string json)
    {
        using var response = await host.Admin.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/workflows{path}", UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await host.Admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
