using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Resilience;

/// <summary>Retry strategies and tries as the designer's Resilience tab and viewer ask for them.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ResilienceRouteTests(StudioHost host) : IClassFixture<StudioHost>
{
    /// <summary>The guard refuses the address, which counts as a connection that failed.</summary>
    private const string Ask = """{"id":"ask","type":"Elsa.SendHttpRequest","version":1,"url":{"typeName":"String","expression":{"type":"Literal","value":"http://127.0.0.1:9/"}},"customProperties":{"resilienceStrategy":{"mode":"Expression","expression":{"type":"JavaScript","value":"({ maxRetryAttempts: 2, delay: '00:00:00.010', useJitter: false })"}}}}""";
    private const string Say = """{"id":"say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";

    /// <summary>Studio asks for Default and for the category of its activity at once, and shows whichever comes last.</summary>
    [Theory]
    [InlineData("HTTP", "http")]
    [InlineData("http", "http")]
    [InlineData("Default", "default")]
    public async Task Strategies_OfACategory_ComeFirstAndNoneIsMissing(string category, string first)
    {
        var items = (await GetAsync(host.Auditor, $"/resilience/strategies?category={category}"))["items"]!.AsArray();
        Assert.Equal(first, (string)items[0]!["id"]!);
        Assert.Equal(["default", "http", "http-patient", "patient"], items.Select(item => (string)item!["id"]!).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal("HttpResilienceStrategy", (string)item!["$type"]!));
    }

    [Fact]
    public async Task Execution_ThatWasTriedAgain_SaysSoWhereverItIsListed()
    {
        var model = Model("Tried again", Say, Ask);
        var definition = await SaveAsync(host.Designer, model, publish: true);
        using var started = await SendAsync(host.Designer, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject());
        var run = Assert.Single(started.Headers.GetValues("x-elsa-workflow-instance-id"));
        var list = (await GetAsync(host.Auditor, $"/activity-executions/list?workflowInstanceId={run}"))["items"]!.AsArray();
        var ask = list.Single(one => (string)one!["activityId"]! == "ask")!;
        Assert.True((bool)ask["metadata"]!["HasRetryAttempts"]!);
        Assert.Empty(list.Single(one => (string)one!["activityId"]! == "say")!["metadata"]!.AsObject());
        var summaries = (await GetAsync(host.Auditor, $"/activity-execution-summaries/list?workflowInstanceId={run}&activityNodeId={ask["activityNodeId"]}"))["items"]!.AsArray();
        Assert.True((bool)Assert.Single(summaries)!["metadata"]!["HasRetryAttempts"]!);
        var stats = (await PostAsync(host.Auditor, "/activity-executions/report", JsonNode.Parse($$"""{"workflowInstanceId":"{{run}}","activityNodeIds":["{{ask["activityNodeId"]}}"]}""")))["stats"]!.AsArray();
        Assert.True((bool)Assert.Single(stats)!["metadata"]!["HasRetryAttempts"]!);
        var retries = await GetAsync(host.Auditor, $"/resilience/retries/{ask["id"]}");
        Assert.Equal([1, 2], retries["items"]!.AsArray().Select(retry => (int)retry!["attemptNumber"]!));
    }
}
