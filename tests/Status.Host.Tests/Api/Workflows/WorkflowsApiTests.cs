using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;

namespace Status.Host.Tests.Api.Workflows;

/// <summary>Workflows for machines: a file is put, published and taken out of service.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class WorkflowsApiTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";

    [Fact]
    public async Task Put_Publish_Retract_WithRevisions()
    {
        var model = StudioHost.Model("From a repository", WriteLine);
        using var made = await SendAsync(HttpMethod.Put, "/from-repository", model);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag!.Tag));
        Assert.Equal("/api/v1/workflows/from-repository", made.Headers.Location!.ToString());

        model["description"] = "changed";
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await AskAsync(HttpMethod.Put, "/from-repository", model)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Put, "/from-repository", model, "newest")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(HttpMethod.Put, "/from-repository", model, "\"0\"")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(HttpMethod.Put, "/not-there", model, "\"3\"")).Status);
        var (status, changed) = await AskAsync(HttpMethod.Put, "/from-repository", model, "\"1\"");
        Assert.Equal((HttpStatusCode.OK, 2, 1), (status, (int)changed["revision"]!, (int)changed["version"]!));
        // Repeated, it changes nothing.
        Assert.Equal(2, (int)(await AskAsync(HttpMethod.Put, "/from-repository", model, "\"2\"")).Answer["revision"]!);

        var (_, published) = await AskAsync(HttpMethod.Post, "/from-repository/publish");
        Assert.True((bool)published["isPublished"]!);
        model["description"] = "next";
        Assert.Equal(2, (int)(await AskAsync(HttpMethod.Put, "/from-repository", model, "*")).Answer["version"]!);
        Assert.Equal("changed", (string)(await AskAsync(HttpMethod.Get, "/from-repository?version=published")).Answer["definition"]!["description"]!);
        Assert.Equal("next", (string)(await AskAsync(HttpMethod.Get, "/from-repository")).Answer["definition"]!["description"]!);
        Assert.Equal("changed", (string)(await AskAsync(HttpMethod.Get, "/from-repository?version=1")).Answer["definition"]!["description"]!);
        await AskAsync(HttpMethod.Post, "/from-repository/retract");
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/from-repository?version=published")).Status);

        var (_, list) = await AskAsync(HttpMethod.Get, "?search=repository&versions=all");
        Assert.Equal(2, (int)list["total"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(HttpMethod.Get, "?versions=some")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Get, "/nobody")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(HttpMethod.Post, "/nobody/publish")).Status);
    }

    [Fact]
    public async Task Put_WhatCannotBeKeptOrPublished_IsAProblemWithPaths()
    {
        var (status, answer) = await AskAsync(HttpMethod.Put, "/broken", JsonNode.Parse("""{"name":5,"root":{"id":"r","type":"Elsa.Flowchart"}}"""));
        Assert.Equal((HttpStatusCode.BadRequest, "$.name"), (status, (string)answer["errors"]![0]!["path"]!));
        var (kept, draft) = await AskAsync(HttpMethod.Put, "/half", StudioHost.Model("Half", """{"id":"x","type":"Acme.Unknown"}"""));
        Assert.Equal(HttpStatusCode.Created, kept);
        Assert.Equal(1, (int)draft["version"]!);
        var (refused, problem) = await AskAsync(HttpMethod.Post, "/half/publish");
        Assert.Equal((HttpStatusCode.BadRequest, "$.root.activities[0].type"), (refused, (string)problem["errors"]![0]!["path"]!));
    }

    [Fact]
    public async Task Change_WithoutThePermission_IsRefused()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/workflows/x") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Auditor.SendAsync(put)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Operator.PostAsync("/api/v1/workflows/x/publish", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Auditor.GetAsync("/api/v1/workflows")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Anonymous.GetAsync("/api/v1/workflows")).StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body, string? match = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/workflows" + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        return await host.Designer.SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(HttpMethod method, string path, JsonNode? body = null, string? match = null)
    {
        using var response = await SendAsync(method, path, body, match);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()) ?? new JsonObject());
    }
}
