using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>What goes in comes out: unknown activities, nested ones, the shipped files and those of a real Elsa server.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DefinitionShapeTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Unknown = """{"id":"u1","type":"Acme.Unknown","version":3,"name":"Old","metadata":{"designer":{"position":{"x":1,"y":2}}},"secretSauce":{"deep":[1,2,{"x":null}]}}""";
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";

    [Fact]
    public async Task Save_UnknownActivity_IsShownAsAStandInAndKeepsItsJson()
    {
        var shown = await SaveAsync(host.Designer, Model("Strange", WriteLine, Unknown));
        var standIn = shown["root"]!["activities"]![1]!;
        Assert.Equal(("Elsa.NotFoundActivity", 1, "Acme.Unknown", 3, "u1"),
            ((string)standIn["type"]!, (int)standIn["version"]!, (string)standIn["missingTypeName"]!, (int)standIn["missingTypeVersion"]!, (string)standIn["id"]!));
        Assert.Equal("Workflow1:a1c08826b52603:u1", (string)standIn["nodeId"]!);
        Assert.Empty(shown["root"]!["connections"]!.AsArray());

        // Moved on the canvas and saved, it is what it was, at its new place and with its connection.
        standIn["metadata"]!["designer"]!["position"]!["x"] = 77;
        await SaveAsync(host.Designer, shown);
        var file = JsonNode.Parse(await host.Designer.GetStringAsync($"/elsa/api/workflow-definitions/{shown["definitionId"]}/export"))!;
        var kept = file["root"]!["activities"]![1]!;
        Assert.Equal(("Acme.Unknown", 3, 77), ((string)kept["type"]!, (int)kept["version"]!, (int)kept["metadata"]!["designer"]!["position"]!["x"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Unknown)!["secretSauce"], kept["secretSauce"]));
        Assert.Single(file["root"]!["connections"]!.AsArray());
    }

    [Fact]
    public async Task Subgraph_OfNestedActivities_FindsNodesAndTheWayToThem()
    {
        var loop = $$$"""{"id":"each","type":"Elsa.ForEach","version":1,"name":"ForEach1","body":{"id":"inner","type":"Elsa.Flowchart","version":1,"activities":[{{{WriteLine}}}],"connections":[]}}""";
        var made = await SaveAsync(host.Designer, Model("Nested", loop));
        var root = "Workflow1:a1c08826b52603";
        Assert.Equal($"{root}:each:inner:w1", (string)made["root"]!["activities"]![0]!["body"]!["activities"]![0]!["nodeId"]!);

        var slot = await GetAsync(host.Designer, $"/workflow-definitions/subgraph/{made["id"]}?parentNodeId={root}:each:inner");
        Assert.Equal(("Body", "inner"), ((string)slot["port"]!, (string)slot["activity"]!["id"]!));
        Assert.Equal("Root", (string)(await GetAsync(host.Designer, $"/workflow-definitions/subgraph/{made["id"]}?parentNodeId={root}"))["port"]!);
        await GetAsync(host.Designer, $"/workflow-definitions/subgraph/{made["id"]}?parentNodeId=nowhere", 400);
        await GetAsync(host.Designer, "/workflow-definitions/subgraph/nobody", 404);

        var way = await GetAsync(host.Designer, $"/workflow-definitions/subgraph/segments/{made["id"]}?childNodeId={root}:each:inner:w1");
        Assert.Equal(("w1", "Activities"), ((string)way["childNode"]!["activity"]!["id"]!, (string)way["childNode"]!["port"]!));
        Assert.Equal("each", (string)way["container"]!["activity"]!["id"]!);
        var segment = Assert.Single(way["pathSegments"]!.AsArray())!;
        Assert.Equal(("each", "Body", "Elsa.ForEach", "ForEach1"), ((string)segment["activityId"]!, (string)segment["portName"]!, (string)segment["activityType"]!, (string)segment["activityName"]!));
        var top = await GetAsync(host.Designer, $"/workflow-definitions/subgraph/segments/{made["id"]}?childNodeId={root}:each");
        Assert.Equal(("Workflow1", 0), ((string)top["container"]!["nodeId"]!, top["pathSegments"]!.AsArray().Count));
        await GetAsync(host.Designer, $"/workflow-definitions/subgraph/segments/{made["id"]}?childNodeId=nowhere", 400);
    }

    [Fact]
    public async Task Shipped_EveryDefinition_OpensSavesUnchangedAndPublishesWhenEdited()
    {
        var list = await GetAsync(host.Admin, "/workflow-definitions?versionOptions=Published");
        var shipped = list["items"]!.AsArray().Select(i => (string)i!["definitionId"]!).Where(id => File.Exists(Path.Combine(ProductWorkflows(), id + ".json"))).ToList();
        Assert.Equal(Directory.GetFiles(ProductWorkflows(), "*.json").Length, shipped.Count);
        foreach (var id in shipped)
        {
            var opened = (await GetAsync(host.Admin, $"/workflow-definitions/by-definition-id/{id}")).AsObject();
            Assert.Equal(1, (int)(await SaveAsync(host.Admin, opened))["version"]!);

            // Nothing of the file is lost, at any level.
            var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ProductWorkflows(), id + ".json")))!;
            var export = JsonNode.Parse(await host.Admin.GetStringAsync($"/elsa/api/workflow-definitions/{id}/export"))!;
            AssertHolds(file["root"], export["root"], "$.root");
            AssertHolds(file["variables"], export["variables"], "$.variables");
            AssertHolds(file["inputs"], export["inputs"], "$.inputs");

            opened["description"] = "edited";
            var edited = await SaveAsync(host.Admin, opened, publish: true);
            Assert.Equal((2, true), ((int)edited["version"]!, (bool)edited["isPublished"]!));
        }
    }

    [Fact]
    public async Task Captured_EveryDefinition_SurvivesARoundTrip()
    {
        if (Environment.GetEnvironmentVariable("STATUS_ELSA_CAPTURES") is not { Length: > 0 } folder)
        {
            Console.WriteLine("SKIPPED: STATUS_ELSA_CAPTURES is not set; the recorded definitions of a real Elsa server were not tried.");
            return;
        }

        var tried = 0;
        foreach (var path in Directory.GetFiles(folder, "*.json"))
        {
            if (JsonNode.Parse(await File.ReadAllTextAsync(path)) is not JsonObject capture || capture["request"]?["body"] is not JsonObject body || body["model"] is not JsonObject model) continue;
            if (model["root"] is not JsonObject { Count: > 0 } root || root["type"] is null) continue;
            var sent = (JsonObject)model.DeepClone();
            sent["definitionId"] = Path.GetFileNameWithoutExtension(path);
            var saved = await SaveAsync(host.Admin, sent);
            var export = JsonNode.Parse(await host.Admin.GetStringAsync($"/elsa/api/workflow-definitions/{saved["definitionId"]}/export"))!;
            AssertHolds(root, export["root"], $"{Path.GetFileName(path)} $.root");
            Assert.Equal((string)saved["id"]!, (string)(await SaveAsync(host.Admin, saved))["id"]!);
            tried++;
        }

        Assert.True(tried >= 8, $"Only {tried} definitions were found in {folder}.");
    }

    private static string ProductWorkflows()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Status.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "workflows");
    }

    /// <summary>Everything that was sent is there; more may be, since defaults are filled in.</summary>
    private static void AssertHolds(JsonNode? sent, JsonNode? kept, string path)
    {
        switch (sent)
        {
            case JsonObject members:
                foreach (var (name, value) in members) AssertHolds(value, kept?[name], $"{path}.{name}");
                break;
            case JsonArray items:
                Assert.True(kept is JsonArray list && list.Count == items.Count, $"{path} has not the same number of items.");
                for (var i = 0; i < items.Count; i++) AssertHolds(items[i], kept![i], $"{path}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(sent, kept), $"{path}: {sent?.ToJsonString()} became {kept?.ToJsonString()}");
                break;
        }
    }
}
