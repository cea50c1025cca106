using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>A workflow that is used as an activity, as the designer sees it.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class WorkflowActivityRouteTests(StudioHost host) : IClassFixture<StudioHost>
{
    [Fact]
    public async Task UsableWorkflow_FromPublishToNewVersion_IsOfferedRunShownAndMoved()
    {
        var child = await SaveAsync(host.Designer, Child("'first ' + getWho()"), publish: true);
        var id = (string)child["definitionId"]!;

        var descriptor = await DescriptorAsync("SayHello", 1);
        Assert.True((bool)descriptor["isBrowsable"]!);
        Assert.Equal(("Greetings", true, "WorkflowDefinitionActivity"), ((string)descriptor["category"]!, (bool)descriptor["inputs"]![0]!["isSynthetic"]!, (string)descriptor["customProperties"]!["RootType"]!));
        Assert.Equal(["Root", "Polite"], descriptor["ports"]!.AsArray().Select(p => (string)p!["name"]!));

        var parent = await SaveAsync(host.Designer, Parent(descriptor), publish: true);
        Assert.Equal("first you", await RunAsync(parent));

        await CheckInsideAsync(parent);

        var next = await SaveAsync(host.Designer, Child("'second ' + getWho()", id), publish: true);
        Assert.Equal(2, (int)next["version"]!);
        Assert.False((bool)(await DescriptorAsync("SayHello", 1))["isBrowsable"]!);
        var moved = await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{parent["definitionId"]}?versionOptions=Published");
        Assert.Equal((2, (string)next["id"]!), ((int)moved["root"]!["activities"]![0]!["version"]!, (string)moved["root"]!["activities"]![0]!["workflowDefinitionVersionId"]!));
        Assert.Equal("second you", await RunAsync(moved.AsObject()));
    }

    [Fact]
    public async Task UsableWorkflow_ThatContainsItself_IsNotPublished()
    {
        var model = Child("'x'");
        model["name"] = "Ring";
        var ring = await SaveAsync(host.Designer, model, publish: true);
        model["definitionId"] = ring["definitionId"]!.DeepClone();
        model["root"]!["activities"]!.AsArray().Add((JsonNode)Use(await DescriptorAsync("Ring", 1)));

        using var response = await SendAsync(host.Designer, HttpMethod.Post, "/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("Ring \\u2192 Ring", (await response.Content.ReadAsStringAsync()).Replace("→", "\\u2192", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    private async Task CheckInsideAsync(JsonObject parent)
    {
        var node = (string)parent["root"]!["activities"]![0]!["nodeId"]!;
        var inside = await GetAsync(host.Designer, $"/workflow-definitions/subgraph/{parent["id"]}?parentNodeId={node}");
        var root = inside["activity"]!["root"]!;
        Assert.Equal($"{node}:Workflow1:a1c08826b52603", (string)root["nodeId"]!);
        var segments = await GetAsync(host.Designer, $"/workflow-definitions/subgraph/segments/{parent["id"]}?childNodeId={root["nodeId"]}:out");
        Assert.Equal("out", (string)segments["childNode"]!["activity"]!["id"]!);
        Assert.Equal([node], segments["pathSegments"]!.AsArray().Select(s => (string)s!["activityNodeId"]!));
    }

    private async Task<string> RunAsync(JsonObject definition)
    {
        var answer = await PostAsync(host.Designer, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject { ["versionOptions"] = "Published" });
        Assert.Equal("Finished", (string)answer["workflowState"]!["subStatus"]!);
        return (string)answer["workflowState"]!["output"]!["said"]!;
    }

    private async Task<JsonNode> DescriptorAsync(string type, int version)
    {
        var list = await GetAsync(host.Designer, "/descriptors/activities?Refresh=True");
        return list["items"]!.AsArray().Single(d => (string)d!["typeName"]! == type && (int)d["version"]! == version)!;
    }

    private static JsonObject Child(string greeting, string? id = null)
    {
        var set = JsonNode.Parse("""{"id":"out","type":"Elsa.SetOutput","version":1,"outputName":{"typeName":"String","expression":{"type":"Literal","value":"greeting"}}}""")!;
        set["outputValue"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = greeting } };
        var model = Model("Say hello", set.ToJsonString(),
            """{"id":"done","type":"Elsa.Complete","version":1,"outcomes":{"typeName":"Object","expression":{"type":"Literal","value":"Polite"}}}""");
        model["definitionId"] = id;
        model["inputs"] = JsonNode.Parse("""[{"name":"who","type":"String"}]""");
        model["outputs"] = JsonNode.Parse("""[{"name":"greeting","type":"String"}]""");
        model["outcomes"] = new JsonArray("Polite");
        model["options"] = JsonNode.Parse("""{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true,"activityCategory":"Greetings"}""");
        return model;
    }

    private static JsonObject Parent(JsonNode descriptor)
    {
        var model = Model("Greeter");
        model["outputs"] = JsonNode.Parse("""[{"name":"said","type":"String"}]""");
        model["root"]!["activities"] = new JsonArray(Use(descriptor));
        return model;
    }

    /// <summary>What the designer makes of a descriptor.</summary>
    private static JsonObject Use(JsonNode descriptor)
    {
        var activity = JsonNode.Parse("""{"id":"use","who":{"typeName":"String","expression":{"type":"Literal","value":"you"}},"greeting":{"typeName":"String","memoryReference":{"id":"said"}}}""")!.AsObject();
        activity["type"] = (string)descriptor["typeName"]!;
        activity["version"] = (int)descriptor["version"]!;
        foreach (var (name, value) in descriptor["constructionProperties"]!.AsObject()) activity[char.ToLowerInvariant(name[0]) + name[1..]] = value!.DeepClone();
        return activity;
    }
}
