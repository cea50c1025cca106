using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>The life of a definition as Studio lives it, on a real host.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DefinitionLifeTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"name":"WriteLine1","text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";

    [Fact]
    public async Task Save_WhatStudioSendsForANewWorkflow_FillsInWhatStudioNeeds()
    {
        var answer = await PostAsync(host.Designer, "/workflow-definitions", new JsonObject { ["model"] = NewModel("Workflow new"), ["publish"] = null });

        Assert.Equal((false, 0, 0), ((bool)answer["alreadyPublished"]!, (int)answer["consumingWorkflowCount"]!, answer["validationErrors"]!.AsArray().Count));
        var made = answer["workflowDefinition"]!;
        var root = made["root"]!;
        Assert.Equal(("Workflow1:a1c08826b52603", 0, 0), ((string)root["nodeId"]!, root["activities"]!.AsArray().Count, root["connections"]!.AsArray().Count));
        Assert.Equal((1, true, false, "3.8.0.0"), ((int)made["version"]!, (bool)made["isLatest"]!, (bool)made["isPublished"]!, (string)made["toolVersion"]!));
        Assert.False(string.IsNullOrEmpty((string?)made["id"]) || string.IsNullOrEmpty((string?)made["definitionId"]));
        foreach (var list in (string[])["variables", "inputs", "outputs", "outcomes"]) Assert.Empty(made[list]!.AsArray());
        Assert.NotNull(made["options"]);
        Assert.Contains(made["links"]!.AsArray(), l => (string)l!["rel"]! == "publish");

        // A creation that got no answer is repeated by the designer's client.
        var again = await PostAsync(host.Designer, "/workflow-definitions", new JsonObject { ["model"] = NewModel("Workflow new"), ["publish"] = null });
        Assert.Equal((string)made["definitionId"]!, (string)again["workflowDefinition"]!["definitionId"]!);
    }

    [Fact]
    public async Task Save_Publish_ChangeAndRetract_KeepsPublishedVersionsAsTheyAre()
    {
        var made = await SaveAsync(host.Designer, Model("Life", WriteLine));
        var id = (string)made["definitionId"]!;
        made["description"] = "in place";
        var draft = await SaveAsync(host.Designer, made);
        Assert.Equal(((string)made["id"]!, 1), ((string)draft["id"]!, (int)draft["version"]!));

        var published = await SaveAsync(host.Designer, draft, publish: true);
        Assert.Equal(((string)made["id"]!, true), ((string)published["id"]!, (bool)published["isPublished"]!));
        Assert.True((bool)(await PostAsync(host.Designer, $"/workflow-definitions/{id}/publish"))["alreadyPublished"]!);

        // Nothing new: no new version.
        Assert.Equal(1, (int)(await SaveAsync(host.Designer, published))["version"]!);
        published["description"] = "second";
        var second = await SaveAsync(host.Designer, published);
        Assert.Equal((2, false, true), ((int)second["version"]!, (bool)second["isPublished"]!, (bool)second["isLatest"]!));
        var running = await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{id}?versionOptions=Published");
        Assert.Equal(("in place", false), ((string)running["description"]!, (bool)running["isLatest"]!));

        await SaveAsync(host.Designer, second, publish: true);
        var retracted = await PostAsync(host.Designer, $"/workflow-definitions/{id}/retract");
        Assert.Equal((2, false), ((int)retracted["version"]!, (bool)retracted["isPublished"]!));
        await PostAsync(host.Designer, $"/workflow-definitions/{id}/retract", status: 400);

        // Runs of version 2 may exist: it was published once and never changes again.
        retracted["description"] = "third";
        Assert.Equal(3, (int)(await SaveAsync(host.Designer, retracted.AsObject()))["version"]!);
        var versions = await GetAsync(host.Designer, $"/workflow-definitions/{id}/versions");
        Assert.Equal([3, 2, 1], versions.AsArray().Select(v => (int)v!["version"]!));

        using var reverted = await SendAsync(host.Designer, HttpMethod.Post, $"/workflow-definitions/{id}/revert/1", new JsonObject());
        Assert.Equal(201, (int)reverted.StatusCode);
        var latest = await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{id}?versionOptions=Latest");
        Assert.Equal((4, "in place", false), ((int)latest["version"]!, (string)latest["description"]!, (bool)latest["isPublished"]!));
        await PostAsync(host.Designer, $"/workflow-definitions/{id}/revert/99", status: 404);
        await PostAsync(host.Designer, "/workflow-definitions/nobody/publish", status: 404);
        await PostAsync(host.Designer, "/workflow-definitions/nobody/retract", status: 404);
    }

    [Fact]
    public async Task Save_AfterSomebodyElse_IsRefusedAndKept()
    {
        var mine = await SaveAsync(host.Designer, Model("Contested", WriteLine));
        var theirs = (JsonObject)mine.DeepClone();
        theirs["description"] = "by dirk";
        await SaveAsync(host.Other, theirs);

        mine["description"] = "by dora";
        var refusal = await PostAsync(host.Designer, "/workflow-definitions", new JsonObject { ["model"] = mine.DeepClone(), ["publish"] = false }, 400);
        Assert.Contains("dirk", (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        var now = await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{mine["definitionId"]}");
        Assert.Equal("by dirk", (string)now["description"]!);

        // Loaded again, the same change goes through; and one's own other window is nobody else.
        now["description"] = "by dora, later";
        await SaveAsync(host.Designer, now.AsObject());
        now["description"] = "by dora, from an old window";
        await SaveAsync(host.Designer, now.AsObject());
    }

    [Fact]
    public async Task Delete_VersionWithRuns_HidesIt()
    {
        var made = await SaveAsync(host.Designer, Model("Run and gone", WriteLine), publish: true);
        var id = (string)made["definitionId"]!;
        using var run = await SendAsync(host.Designer, HttpMethod.Post, $"/workflow-definitions/{id}/execute", JsonNode.Parse("""{"correlationId":null,"triggerActivityId":null,"versionOptions":"Latest","input":null}"""));
        Assert.Equal(200, (int)run.StatusCode);
        Assert.False(string.IsNullOrEmpty(run.Headers.GetValues("x-elsa-workflow-instance-id").Single()));
        Assert.Equal("False", run.Headers.GetValues("x-elsa-workflow-cannot-start").Single());
        var state = JsonNode.Parse(await run.Content.ReadAsStringAsync())!["workflowState"]!;
        Assert.Equal(("Finished", (string)made["id"]!), ((string)state["status"]!, (string)state["definitionVersionId"]!));

        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definitions/{id}", status: 204);
        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definitions/{id}", status: 404);
        await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{id}", 404);
        Assert.Equal(0, (int)(await GetAsync(host.Designer, $"/workflow-definitions?DefinitionIds={id}"))["totalCount"]!);

        // The viewer of the run still finds it.
        await GetAsync(host.Designer, $"/workflow-definitions/by-id/{made["id"]}");
        Assert.Equal(1, (int)(await GetAsync(host.Designer, $"/workflow-definitions?versionOptions=&Ids={made["id"]}"))["totalCount"]!);

        // Brought back under its id, it gets a number of its own.
        made.Remove("id");
        Assert.Equal(2, (int)(await SaveAsync(host.Designer, made))["version"]!);
    }
}
