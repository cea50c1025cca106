using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>Whatever is sent, the answer is a refusal in Elsa's shape and never a 500, which the designer's client would repeat.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class HostileDefinitionRequestTests(StudioHost host) : IClassFixture<StudioHost>
{
    [Theory]
    [InlineData("{nope")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"model":{}}""")]
    [InlineData("""{"model":{"root":null}}""")]
    [InlineData("""{"model":{"root":[]}}""")]
    [InlineData("""{"model":{"root":{"type":5}}}""")]
    [InlineData("""{"model":{"root":{"id":"r","type":"Elsa.Flowchart"}},"publish":"maybe"}""")]
    [InlineData("""{"model":{"name":5,"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a\u0000b","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","description":"\u0000","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","root":{"id":"r\u0000","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"\ud800","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","\ud800":1,"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","definitionId":"a/b","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","toolVersion":"new","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","customProperties":[],"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","options":7,"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","variables":{"a":1},"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","version":1e99,"root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    [InlineData("""{"model":{"name":"a","name":"b","root":{"id":"r","type":"Elsa.Flowchart"}}}""")]
    public async Task Save_WhatIsNoDefinition_IsRefusedInElsasShape(string body)
    {
        var (status, answer) = await SendRawAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(answer["errors"]!.AsObject());
    }

    [Fact]
    public async Task Save_BrokenJson_NamesTheModelBindingError()
    {
        var (_, answer) = await SendRawAsync("{nope");
        Assert.Contains("line 1", (string)answer["modelBindingError"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_TooLargeTooDeepOrTooMany_IsRefused()
    {
        var huge = new string('x', 3 << 20);
        var (tooLarge, _) = await SendRawAsync($$$$"""{"model":{"name":"{{{{huge}}}}","root":{"id":"r","type":"Elsa.Flowchart"}}}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge);
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 5000)) + "1" + new string('}', 5000);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendRawAsync($$$$"""{"model":{"name":"d","root":{"id":"r","type":"Elsa.Flowchart","x":{{{{deep}}}}}}}""")).Status);
        var many = string.Join(',', Enumerable.Range(0, 6000).Select(i => $$"""{"id":"a{{i}}","type":"Elsa.WriteLine"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendRawAsync($$$$"""{"model":{"name":"m","root":{"id":"r","type":"Elsa.Flowchart","activities":[{{{{many}}}}]}}}""")).Status);
    }

    [Theory]
    [InlineData("/workflow-definitions?page=-1")]
    [InlineData("/workflow-definitions?pageSize=many")]
    [InlineData("/workflow-definitions?versionOptions=Sometimes")]
    [InlineData("/workflow-definitions?orderBy=Colour")]
    [InlineData("/workflow-definitions/validation/is-name-unique")]
    [InlineData("/workflow-definitions/validation/is-name-unique?name=%00")]
    public async Task Read_WrongParameter_IsRefused(string path) => Assert.NotEmpty((await GetAsync(host.Designer, path, 400))["errors"]!.AsObject());

    [Theory]
    [InlineData("/workflow-definitions?page=2147483647&pageSize=2147483647")]
    [InlineData("/workflow-definitions?searchTerm=%00%25_'")]
    [InlineData("/workflow-definitions?ids=%00")]
    [InlineData("/workflow-definitions?versionOptions=999999999")]
    [InlineData("/workflow-definitions/many-by-id")]
    public async Task Read_OddParameter_FindsNothingMuch(string path) => await GetAsync(host.Designer, path);

    [Theory]
    [InlineData("publish", """{"definitionIds":"x"}""")]
    [InlineData("publish", """{"definitionIds":[1]}""")]
    [InlineData("retract", """{"definitionIds":["\u0000"]}""")]
    public async Task Bulk_WrongKind_IsRefused(string verb, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/elsa/api/bulk-actions/{verb}/workflow-definitions/by-definition-ids") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await host.Designer.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Publish_DefinitionWithEveryMistake_NamesThemAll()
    {
        await SaveAsync(host.Admin, Model("Owner of the route", """{"id":"in","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"taken"}"""), publish: true);
        var model = Model(
            "Everything wrong",
            """{"id":"in","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"taken"}""",
            """{"id":"cron","type":"Elsa.Cron","customProperties":{"canStartWorkflow":true},"cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"not a cron"}}}""",
            """{"id":"what","type":"Acme.Unknown"}""",
            """{"id":"forge","type":"Elsa.PublishEvent","eventName":{"typeName":"String","expression":{"type":"Literal","value":"evidence.collected"}}}""",
            """{"id":"js","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"JavaScript","value":"1 +"}}}""",
            """{"id":"need","type":"Elsa.Event"}""");
        model["root"]!["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"js","port":"Done"},"target":{"activity":"nowhere","port":"In"}}"""));
        var draft = await SaveAsync(host.Admin, model);

        var answer = await PostAsync(host.Admin, $"/workflow-definitions/{draft["definitionId"]}/publish", status: 400);

        var errors = answer["errors"]!["generalErrors"]!.AsArray().Select(e => (string)e!).ToList();
        Assert.Equal(400, (int)answer["statusCode"]!);
        foreach (var place in (string[])["activities[0].path", "activities[1].cronExpression", "activities[2].type", "activities[3].eventName", "activities[4].text", "activities[5].eventName", "connections[5].target"])
            Assert.True(errors.Exists(e => e.StartsWith("$.root." + place, StringComparison.Ordinal)), $"{place} is not named:\n{string.Join('\n', errors)}");
        await GetAsync(host.Admin, $"/workflow-definitions/by-definition-id/{draft["definitionId"]}?versionOptions=Published", 404);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendRawAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Designer.PostAsync("/elsa/api/workflow-definitions", content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
