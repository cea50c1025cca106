using System.Net;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>Links are what Studio offers, and routes refuse what is not offered.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DefinitionRightsTests(StudioHost host) : IClassFixture<StudioHost>
{
    private static readonly string[] _readLinks = ["self", "self", "versions", "export"];

    [Fact]
    public async Task Links_PerRole_AreExactlyWhatTheRoleMayDo()
    {
        var id = (string)(await SaveAsync(host.Designer, NewModel("Linked")))["definitionId"]!;
        async Task<(string[] Definition, string[] List)> RelsAsync(HttpClient client) => (
            Rels(await GetAsync(client, $"/workflow-definitions/by-definition-id/{id}")),
            Rels(await GetAsync(client, "/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending")));

        var designer = await RelsAsync(host.Designer);
        Assert.Equal(["self", "self", "versions", "bulk-dispatch", "dispatch", "execute", "export", "publish", "retract", "delete", "import", "update-references"], designer.Definition);
        Assert.Equal(
            ["self", "is-name-unique", "count", "many-by-id", "bulk-delete-by-definition-id", "bulk-delete-by-id", "bulk-publish", "bulk-retract", "import", "import-files", "create"], designer.List);
        var administrator = await RelsAsync(host.Admin);
        Assert.Equal(designer.Definition, administrator.Definition);

        var auditor = await RelsAsync(host.Auditor);
        Assert.Equal(_readLinks, auditor.Definition);
        Assert.Equal(["self", "is-name-unique", "count", "many-by-id"], auditor.List);
        var operating = await RelsAsync(host.Operator);
        Assert.Equal(["self", "self", "versions", "bulk-dispatch", "dispatch", "execute", "export"], operating.Definition);
    }

    [Theory]
    [InlineData("POST", "/workflow-definitions", """{"model":{"name":"x","root":{"id":"r","type":"Elsa.Flowchart"}},"publish":false}""", true)]
    [InlineData("POST", "/workflow-definitions/ID/publish", "{}", true)]
    [InlineData("POST", "/workflow-definitions/ID/retract", "{}", true)]
    [InlineData("POST", "/workflow-definitions/ID/revert/1", "{}", true)]
    [InlineData("POST", "/workflow-definitions/ID/update-references", "{}", true)]
    [InlineData("DELETE", "/workflow-definitions/ID", null, true)]
    [InlineData("DELETE", "/workflow-definitions/ID/version/1", null, true)]
    [InlineData("DELETE", "/workflow-definition-versions/ID", null, true)]
    [InlineData("POST", "/bulk-actions/publish/workflow-definitions/by-definition-ids", """{"definitionIds":["ID"]}""", true)]
    [InlineData("POST", "/bulk-actions/retract/workflow-definitions/by-definition-ids", """{"definitionIds":["ID"]}""", true)]
    [InlineData("POST", "/bulk-actions/delete/workflow-definitions/by-definition-id", """{"definitionIds":["ID"]}""", true)]
    [InlineData("POST", "/bulk-actions/delete/workflow-definitions/by-id", """{"ids":["ID"]}""", true)]
    [InlineData("POST", "/workflow-definitions/import", """{"name":"x","root":{"id":"r","type":"Elsa.Flowchart"}}""", true)]
    [InlineData("PUT", "/workflow-definitions/ID/import", """{"name":"x","root":{"id":"r","type":"Elsa.Flowchart"}}""", true)]
    [InlineData("POST", "/workflow-definitions/import-files", "{}", true)]
    [InlineData("POST", "/workflow-definitions/ID/execute", "{}", false)]
    [InlineData("GET", "/workflow-definitions/ID/execute", null, false)]
    [InlineData("POST", "/workflow-definitions/ID/dispatch", "{}", false)]
    [InlineData("POST", "/events/go/trigger", "{}", false)]
    public async Task Route_WithoutThePermission_Answers403AndWithoutSignIn401(string method, string path, string? body, bool alsoOperator)
    {
        var id = (string)(await SaveAsync(host.Designer, NewModel($"Guarded {method} {path}")))["definitionId"]!;
        path = path.Replace("ID", id, StringComparison.Ordinal);
        var json = body is null ? null : JsonNode.Parse(body.Replace("ID", id, StringComparison.Ordinal));
        foreach (var client in alsoOperator ? new[] { host.Auditor, host.Operator } : [host.Auditor])
        {
            using var refused = await SendAsync(client, new HttpMethod(method), path, json);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var anonymous = await SendAsync(host.Anonymous, new HttpMethod(method), path, json);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{id}");
    }

    [Fact]
    public async Task Publish_EndpointForEverybody_NeedsItsOwnPermission()
    {
        var model = Model("Open door", """{"id":"in","type":"Elsa.HttpEndpoint","version":1,"customProperties":{"canStartWorkflow":true},"path":{"typeName":"String","expression":{"type":"Literal","value":"open-door"}}}""");
        var draft = await SaveAsync(host.Designer, model);
        var refusal = await PostAsync(host.Designer, $"/workflow-definitions/{draft["definitionId"]}/publish", status: 400);
        Assert.Contains(refusal["errors"]!["generalErrors"]!.AsArray(), e => ((string)e!).Contains("publish:anonymous-endpoint", StringComparison.Ordinal));
        using (var closed = await host.Anonymous.GetAsync("/workflows/open-door")) Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);

        await PostAsync(host.Admin, $"/workflow-definitions/{draft["definitionId"]}/publish");
        using var open = await host.Anonymous.GetAsync("/workflows/open-door");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task Publish_CSharp_NeedsItsOwnPermission()
    {
        var draft = await SaveAsync(host.Designer, Model("Code", """{"id":"say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"CSharp","value":"1"}}}"""));
        var refusal = await PostAsync(host.Designer, $"/workflow-definitions/{draft["definitionId"]}/publish", status: 400);
        Assert.Contains(refusal["errors"]!["generalErrors"]!.AsArray(), e => ((string)e!).Contains("write:csharp", StringComparison.Ordinal));
        // This host has it switched off for everybody.
        var off = await PostAsync(host.Admin, $"/workflow-definitions/{draft["definitionId"]}/publish", status: 400);
        Assert.Contains(off["errors"]!["generalErrors"]!.AsArray(), e => ((string)e!).Contains("switched off", StringComparison.Ordinal));
        Assert.DoesNotContain(off["errors"]!["generalErrors"]!.AsArray(), e => ((string)e!).Contains("write:csharp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_ByAPerson_LeavesAnAuditRecord()
    {
        var draft = await SaveAsync(host.Designer, NewModel("Audited"));
        var id = (string)draft["definitionId"]!;
        await SaveAsync(host.Designer, draft);
        await PostAsync(host.Other, $"/workflow-definitions/{id}/publish");
        await PostAsync(host.Other, $"/workflow-definitions/{id}/retract");
        await CallAsync(host.Other, HttpMethod.Delete, $"/workflow-definitions/{id}", status: 204);

        var trail = JsonNode.Parse(await host.Admin.GetStringAsync($"/api/v1/audit?subject=workflow/{id}"))!["items"]!.AsArray();
        // The save that changed nothing left nothing.
        Assert.Equal(
            [("dirk", "workflow.deleted"), ("dirk", "workflow.retracted"), ("dirk", "workflow.published"), ("dora", "workflow.saved")],
            trail.Select(line => ((string)line!["actor"]!, (string)line["action"]!)));
        Assert.Equal((string?)trail[3]!["after"], (string?)trail[0]!["before"]);
    }

    private static string[] Rels(JsonNode answer) => [.. answer["links"]!.AsArray().Select(l => (string)l!["rel"]!)];
}
