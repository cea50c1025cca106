using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Import.NodeRed;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;
using Status.Workflows.Testing;

namespace Status.Workflows.Tests.Import.NodeRed;

/// <summary>
/// Twelve flows answer as their originals do in Node-RED. The flows (<c>flows.json</c>, <c>more-flows.json</c>) and requests were written for this test; the answers were recorded from Node-RED
/// 5.0.7 by <c>record.mjs</c>, which says how. Status, type, headers and body are compared whole; a body in JSON without regard to the order of members.
/// </summary>
public sealed class NodeRedAnswersTests
{
    public static TheoryData<string, int> Requests()
    {
        var all = new TheoryData<string, int>();
        foreach (var name in (string[])["", "more-"])
            for (var i = 0; i < Read($"{name}requests.json").Count; i++) all.Add(name, i);
        return all;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Flow_Converted_AnswersAsTheOriginal(string name, int index)
    {
        var (request, answer) = (Read($"{name}requests.json")[index]!.AsObject(), Read($"{name}answers.json")[index]!.AsObject());
        var response = await AskAsync(name, request);

        Assert.Equal((string)answer["request"]!, $"{request["method"]} {request["path"]}");
        Assert.Equal((double)answer["status"]!, response["status"]);
        Assert.Equal((string?)answer["contentType"], response["contentType"]);
        Assert.True(JsonNode.DeepEquals(answer["body"], JsonNode.Parse(DataJson.ToJson(response["body"]))), $"{answer["body"]?.ToJsonString()}\n{DataJson.ToJson(response["body"])}");
        foreach (var (header, value) in answer["headers"]!.AsObject())
            Assert.Equal((string)value!, ((DataObject)response["headers"]!).FirstOrDefault(h => string.Equals(h.Key, header, StringComparison.OrdinalIgnoreCase)).Value);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("more-", 7)]
    public void Flows_Converted_AreWholeAndPublishable(string name, int count)
    {
        using var host = new Bench();
        var import = host.Importer.Convert(File.ReadAllText(PathOf($"{name}flows.json")));
        Assert.Null(import.Problem);
        Assert.Equal(count, import.Flows.Count);
        Assert.All(import.Flows, flow => Assert.Equal(0, flow.NotConverted));
        Assert.DoesNotContain(import.Notes, note => note.Level == NodeRedLevel.NotConverted);
        Assert.All(import.Flows, flow => Assert.DoesNotContain(host.Validator.Check(flow.Definition.ToJsonString()).Problems, p => p.Severity == ProblemSeverity.Error));
    }

    [Fact]
    public void Positions_Converted_KeepThePicture()
    {
        using var host = new Bench();
        var original = Read("flows.json").Select(n => n!.AsObject()).ToDictionary(n => (string)n["id"]!);
        var activities = host.Importer.Convert(File.ReadAllText(PathOf("flows.json"))).Flows[0].Definition["root"]!["activities"]!.AsArray();
        Assert.Equal(8, activities.Count);
        foreach (var activity in activities)
        {
            var node = original[(string)activity!["id"]!];
            var place = activity["metadata"]!["designer"]!["position"]!;
            Assert.Equal(((double)node["x"]! * 1.5, (double)node["y"]! * 1.5), ((double)place["x"]!, (double)place["y"]!));
        }
    }

    private static async Task<DataObject> AskAsync(string name, JsonObject request)
    {
        using var host = new Bench();
        var flows = host.Importer.Convert(await File.ReadAllTextAsync(PathOf($"{name}flows.json"))).Flows;
        var trigger = new JsonObject { ["http"] = request.DeepClone() };
        var (cases, problems) = TestCases.Read(DataJson.Parse(new JsonArray(new JsonObject { ["name"] = "x", ["trigger"] = trigger, ["expect"] = new JsonObject() }).ToJsonString()));
        Assert.Empty(problems);
        foreach (var flow in flows)
        {
            var (plan, _) = host.Compiler.Compile(DefinitionJson.Read(flow.Definition.ToJsonString()).Definition!);
            if (CaseStart.Of(cases[0], plan, []) is null) continue;
            await using var run = new CaseRun(cases[0], plan, host.Compiler, host.Registry, TestSurroundings.None, TimeProvider.System, TimeSpan.FromMinutes(2));
            var outcome = await run.RunAsync(default);
            Assert.True(outcome.Response is not null, $"{outcome.Status}: {string.Join("; ", outcome.Incidents.Select(i => $"{i.ActivityId}: {i.Message}"))} {string.Join("; ", outcome.Notes)}");
            Assert.Empty(outcome.Incidents);
            Assert.Equal("Finished", outcome.Status);
            return outcome.Response;
        }

        throw new InvalidOperationException("No flow answers the request.");
    }

    private static JsonArray Read(string file) => JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsArray();

    private static string PathOf(string file, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, file);

    private sealed class Bench : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();

        public NodeRedImporter Importer => _services.GetRequiredService<NodeRedImporter>();

        public Status.Workflows.Definitions.DefinitionValidator Validator => _services.GetRequiredService<Status.Workflows.Definitions.DefinitionValidator>();

        public PlanCompiler Compiler => _services.GetRequiredService<PlanCompiler>();

        public ActivityRegistry Registry => _services.GetRequiredService<ActivityRegistry>();

        public void Dispose() => _services.Dispose();
    }
}
