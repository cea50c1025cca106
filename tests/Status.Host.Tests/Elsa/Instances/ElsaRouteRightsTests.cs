using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Instances;

/// <summary>Who may ask the designer's other routes what, and what wrong questions are answered.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ElsaRouteRightsTests(StudioHost host) : IClassFixture<StudioHost>
{
    [Theory]
    [InlineData("GET", "/features/installed")]
    [InlineData("GET", "/features/installed/Elsa.Http")]
    [InlineData("GET", "/package/version")]
    [InlineData("GET", "/descriptors/activities")]
    [InlineData("GET", "/descriptors/activities/Elsa.WriteLine")]
    [InlineData("POST", "/descriptors/activities/Elsa.HttpEndpoint/options/Path")]
    [InlineData("GET", "/descriptors/expression-descriptors")]
    [InlineData("GET", "/descriptors/variables")]
    [InlineData("GET", "/descriptors/storage-drivers")]
    [InlineData("GET", "/descriptors/incident-strategies")]
    [InlineData("GET", "/descriptors/workflow-activation-strategies")]
    [InlineData("GET", "/descriptors/log-persistence-strategies")]
    [InlineData("GET", "/descriptors/commit-strategies/workflows")]
    [InlineData("GET", "/descriptors/commit-strategies/activities")]
    [InlineData("GET", "/descriptors/output-converters?sourceType=a&destinationType=b")]
    [InlineData("POST", "/scripting/javascript/type-definitions/compliance-check")]
    [InlineData("GET", "/workflow-instances")]
    [InlineData("POST", "/workflow-instances")]
    public async Task Route_ForReaders_AnswersTheAuditorAndNobodyWithoutSignIn(string method, string path)
    {
        using var answer = await SendAsync(host.Auditor, new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var anonymous = await SendAsync(host.Anonymous, new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/workflow-instances/x/variables")]
    [InlineData("POST", "/bulk-actions/import/workflow-instances")]
    [InlineData("POST", "/cancel/workflow-instances/x")]
    [InlineData("POST", "/bulk-actions/cancel/workflow-instances")]
    [InlineData("DELETE", "/workflow-instances/x")]
    [InlineData("POST", "/bulk-actions/delete/workflow-instances/by-id")]
    [InlineData("POST", "/bulk-actions/delete/workflow-instances")]
    public async Task Route_ThatChangesRuns_RefusesTheAuditor(string method, string path)
    {
        using var refused = await SendAsync(host.Auditor, new HttpMethod(method), path, new JsonObject { ["ids"] = new JsonArray("x") });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var anonymous = await SendAsync(host.Anonymous, new HttpMethod(method), path, new JsonObject());
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Theory]
    [InlineData("/workflow-instances", "{nope", 1)]
    [InlineData("/workflow-instances", "[1]", 1)]
    [InlineData("/workflow-instances", """{"searchTerm":"\u0000"}""", 1)]
    [InlineData("/workflow-instances", """{"searchTerm":"\ud800"}""", 1)]
    [InlineData("/workflow-instances", """{"statuses":[{}]}""", 1)]
    [InlineData("/workflow-instances", """{"page":-1,"pageSize":100000,"version":"x","hasIncidents":"maybe","statuses":["Burning"],"orderBy":"Luck","timestampFilters":[{"column":"X","operator":"Y","timestamp":"z"},5]}""", 7)]
    [InlineData("/workflow-instances/x/journal?skip=-1&take=x", "{}", 2)]
    [InlineData("/workflow-instances/x/journal", """{"filter":{"activityNodeIds":"x","eventNames":[1]}}""", 2)]
    [InlineData("/activity-executions/report", "{}", 1)]
    [InlineData("/activity-executions/report", """{"workflowInstanceId":5,"activityNodeIds":{}}""", 2)]
    [InlineData("/bulk-actions/cancel/workflow-instances", "{}", 1)]
    [InlineData("/bulk-actions/cancel/workflow-instances", """{"definitionId":"x","versionOptions":"Sometimes"}""", 1)]
    [InlineData("/bulk-actions/delete/workflow-instances/by-id", "{}", 1)]
    [InlineData("/bulk-actions/delete/workflow-instances/by-id", """{"ids":["\u0000"]}""", 1)]
    [InlineData("/bulk-actions/export/workflow-instances", """{"ids":[]}""", 1)]
    public async Task Post_WrongQuestion_NamesEveryMistake(string path, string body, int members)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await host.Admin.PostAsync("/elsa/api" + path, content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(members, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("/descriptors/activities/Elsa.WriteLine?version=x", 400)]
    [InlineData("/descriptors/activities/Elsa.WriteLine?version=2", 404)]
    [InlineData("/descriptors/activities/Nope.Nope", 404)]
    [InlineData("/descriptors/output-converters", 400)]
    [InlineData("/features/installed/elsa.http", 404)]
    [InlineData("/workflow-instances/nope", 404)]
    [InlineData("/workflow-instances/nope/journal", 404)]
    [InlineData("/workflow-instances/nope/variables", 404)]
    [InlineData("/workflow-instances/nope/export", 404)]
    [InlineData("/workflow-instances?pageSize=0&page=x", 400)]
    [InlineData("/activity-executions/list", 400)]
    [InlineData("/activity-executions/list?workflowInstanceId=%00", 400)]
    [InlineData("/activity-executions/by-id?id=%00", 404)]
    [InlineData("/activity-executions/nope-1", 404)]
    [InlineData("/activity-executions/nope/call-stack?skip=x", 400)]
    public async Task Get_WrongQuestion_IsRefused(string path, int status) => await GetAsync(host.Auditor, path, status);

    [Fact]
    public async Task Descriptors_AskedAgain_AreNotSentAgain()
    {
        using var first = await SendAsync(host.Designer, HttpMethod.Get, "/descriptors/activities?Refresh=True");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities?Refresh=True");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await host.Designer.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        var path = JsonNode.Parse(await first.Content.ReadAsStringAsync())!["items"]!.AsArray().Single(i => (string)i!["typeName"]! == "Elsa.HttpEndpoint")!["inputs"]![0]!;
        Assert.Equal($"{host.Designer.BaseAddress}workflows/", (string)path["uiSpecifications"]!["singleline"]!["adornmentText"]!);
    }
}
