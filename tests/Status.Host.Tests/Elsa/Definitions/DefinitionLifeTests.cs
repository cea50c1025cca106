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
    public async Task Publish_OfWhatRunsButHardlyAsMeant_TellsTheWarnings()
    {
        var late = """{"id":"late","type":"Elsa.StartAt","version":1,"customProperties":{"canStartWorkflow":true},"dateTime":{"typeName":"DateTimeOffset","expression":{"type":"Literal","value":"2020-01-01T00:00:00Z"}}}""";
        var merges = """{"id":"merges","type":"Elsa.WriteLine","version":1,"customProperties":{"mergeMode":"Race"},"text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}""";
        var model = Model("Warned", late, merges);
        model["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "CounterBased" };

        var answer = await PostAsync(host.Designer, "/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });

        Assert.True((bool)answer["workflowDefinition"]!["isPublished"]!);
        var warnings = answer["validationErrors"]!.AsArray();
        Assert.Contains(warnings, w => (string?)w!["activityId"] == "late" && ((string)w["message"]!).Contains("has passed", StringComparison.Ordinal));
        Assert.Contains(warnings, w => ((string)w!["message"]!).Contains("merge mode is ignored", StringComparison.Ordinal));
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
        // The designer's client repeats what failed: one copy is kept, with the newest content.
        mine["description"] = "by dora, again";
        await PostAsync(host.Designer, "/workflow-definitions", new JsonObject { ["model"] = mine.DeepClone(), ["publish"] = true }, 400);
        var kept = Assert.Single(await DraftsAsync(host.Designer), d => (string)d["workflowId"]! == (string)mine["definitionId"]!);
        Assert.Equal(("dora", "dirk"), ((string)kept["author"]!, (string)kept["otherAuthor"]!));
        var copy = JsonNode.Parse(await host.Designer.GetStringAsync($"/api/v1/workflow-drafts/{kept["id"]}"))!;
        Assert.Equal("by dora, again", (string)copy["definition"]!["description"]!);
        Assert.DoesNotContain(await DraftsAsync(host.Other), d => (string)d["id"]! == (string)kept["id"]!);
        using (var others = await host.Other.DeleteAsync($"/api/v1/workflow-drafts/{kept["id"]}")) Assert.Equal(404, (int)others.StatusCode);
        using (var removed = await host.Designer.DeleteAsync($"/api/v1/workflow-drafts/{kept["id"]}")) Assert.Equal(204, (int)removed.StatusCode);
        Assert.DoesNotContain(await DraftsAsync(host.Designer), d => (string)d["id"]! == (string)kept["id"]!);

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

    [Fact]
    public async Task Save_OfManyAtOnce_LosesNoneUnseen()
    {
        var made = await SaveAsync(host.Designer, Model("Crowded", WriteLine));
        var saves = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            var mine = (JsonObject)made.DeepClone();
            mine["description"] = $"change {i}";
            using var response = await SendAsync(i % 2 == 0 ? host.Designer : host.Other, HttpMethod.Post, "/workflow-definitions", new JsonObject { ["model"] = mine, ["publish"] = false });
            return ((int)response.StatusCode, i % 2);
        }));

        // Whoever came first wins for as long as nobody else writes; the other person is refused, never overwritten unseen.
        Assert.All(saves, s => Assert.Contains(s.Item1, (int[])[200, 400]));
        Assert.Contains(saves, s => s.Item1 == 200);
        Assert.Single(saves.Where(s => s.Item1 == 200).Select(s => s.Item2).Distinct());
        Assert.Equal(1, (int)(await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{made["definitionId"]}"))["version"]!);
    }

    [Fact]
    public async Task List_EveryKindOfVersion_FindsThose()
    {
        var made = await SaveAsync(host.Designer, Model("Listed alpha", WriteLine), publish: true);
        var id = (string)made["definitionId"]!;
        made["description"] = "two";
        var draft = await SaveAsync(host.Designer, made);
        async Task FindsAsync(int[] versions, string options) => Assert.Equal(
            versions,
            (await GetAsync(host.Designer, $"/workflow-definitions?DefinitionIds={id}&OrderBy=Version&OrderDirection=Descending{options}"))["items"]!.AsArray().Select(i => (int)i!["version"]!));

        await FindsAsync([2, 1], "&versionOptions=AllVersions");
        await FindsAsync([2, 1], "&versionOptions=");
        await FindsAsync([2], "&versionOptions=Latest");
        await FindsAsync([1], "&versionOptions=Published");
        await FindsAsync([2, 1], "&versionOptions=LatestOrPublished");
        await FindsAsync([], "&versionOptions=LatestAndPublished");
        await FindsAsync([2], "&versionOptions=Draft");
        await FindsAsync([1], "&versionOptions=1");
        await FindsAsync([1], "&Page=1&PageSize=1");
        await FindsAsync([2], $"&Ids={draft["id"]}");
        await FindsAsync([2, 1], "&IsSystem=False");
        await FindsAsync([], "&IsSystem=True");
        await FindsAsync([2, 1], "&SearchTerm=ALPHA");
        await FindsAsync([], "&SearchTerm=nothing like it");

        Assert.False((bool)(await GetAsync(host.Designer, "/workflow-definitions/validation/is-name-unique?name=LISTED%20alpha"))["isUnique"]!);
        Assert.True((bool)(await GetAsync(host.Designer, $"/workflow-definitions/validation/is-name-unique?name=Listed%20alpha&definitionId={id}"))["isUnique"]!);
        Assert.True((bool)(await GetAsync(host.Designer, "/workflow-definitions/validation/is-name-unique?name=Nobody%20has%20it"))["isUnique"]!);
        var count = (int)(await GetAsync(host.Designer, "/workflow-definitions/query/count"))["count"]!;
        Assert.Equal(count, (int)(await GetAsync(host.Designer, "/workflow-definitions?versionOptions=Latest"))["totalCount"]!);
        var many = await GetAsync(host.Designer, $"/workflow-definitions/many-by-id?ids={made["id"]}&ids={draft["id"]}&ids=nobody");
        Assert.Equal(2, (int)many["count"]!);
        Assert.NotNull(many["items"]![0]!["root"]);
    }

    [Fact]
    public async Task Bulk_PublishAndRetract_SortWhatTheyWereGiven()
    {
        var good = (string)(await SaveAsync(host.Designer, Model("Bulk good", WriteLine)))["definitionId"]!;
        var bad = (string)(await SaveAsync(host.Designer, Model("Bulk bad", """{"id":"x","type":"Acme.Unknown"}""")))["definitionId"]!;
        var ids = new JsonObject { ["definitionIds"] = new JsonArray(good, bad, "nobody") };
        var published = await PostAsync(host.Designer, "/bulk-actions/publish/workflow-definitions/by-definition-ids", ids);
        Assert.Equal((good, bad, "nobody", 0), ((string)published["published"]![0]!, (string)published["failed"]![0]!, (string)published["notFound"]![0]!, published["alreadyPublished"]!.AsArray().Count));
        Assert.Contains("Acme.Unknown", (string)published["warnings"]![bad]![0]!, StringComparison.Ordinal);
        var again = await PostAsync(host.Designer, "/bulk-actions/publish/workflow-definitions/by-definition-ids", ids);
        Assert.Equal(good, (string)again["alreadyPublished"]![0]!);
        var retracted = await PostAsync(host.Designer, "/bulk-actions/retract/workflow-definitions/by-definition-ids", ids);
        Assert.Equal((good, bad, "nobody"), ((string)retracted["retracted"]![0]!, (string)retracted["alreadyRetracted"]![0]!, (string)retracted["notFound"]![0]!));

        var versions = (await GetAsync(host.Designer, $"/workflow-definitions?DefinitionIds={good}&DefinitionIds={bad}"))["items"]!.AsArray().Select(i => (JsonNode)(string)i!["id"]!).ToArray();
        var deleted = await PostAsync(host.Designer, "/bulk-actions/delete/workflow-definitions/by-id", new JsonObject { ["ids"] = new JsonArray(versions) });
        Assert.Equal(2, (int)deleted["deleted"]!);
    }

    [Fact]
    public async Task Delete_OneVersion_MakesTheNextOneLatest()
    {
        var made = await SaveAsync(host.Designer, Model("Shrinks", WriteLine), publish: true);
        var id = (string)made["definitionId"]!;
        made["description"] = "two";
        var second = await SaveAsync(host.Designer, made);
        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definition-versions/{second["id"]}", status: 204);
        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definition-versions/{second["id"]}", status: 404);
        Assert.Equal((1, true), await LatestAsync(id));

        var third = await SaveAsync(host.Designer, (JsonObject)made.DeepClone());
        Assert.Equal(2, (int)third["version"]!);
        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definitions/{id}/version/1");
        Assert.Equal((2, false), await LatestAsync(id));
        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definitions/{id}/version/9", status: 404);
    }

    private async Task<(int Version, bool IsPublished)> LatestAsync(string id)
    {
        var latest = await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{id}");
        Assert.True((bool)latest["isLatest"]!);
        return ((int)latest["version"]!, (bool)latest["isPublished"]!);
    }

    private static async Task<List<JsonObject>> DraftsAsync(HttpClient client) =>
        [.. JsonNode.Parse(await client.GetStringAsync("/api/v1/workflow-drafts"))!["items"]!.AsArray().Select(d => d!.AsObject())];
}
