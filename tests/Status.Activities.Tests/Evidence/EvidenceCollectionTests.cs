using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Evidence.Storage;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Evidence;

/// <summary>The shipped <c>workflows/evidence-collection.json</c>, as a child and on request.</summary>
public sealed class EvidenceCollectionTests
{
    [Fact]
    public async Task Collection_OfAMetricControl_StoresTheSamplesAndGivesTheDigest()
    {
        await using var host = Host();
        Samples(host).Add(new MetricSampleValue([new("host", "a")], host.Time.GetUtcNow().AddSeconds(-30), 42));

        var run = await RunAsync(host, Input(host, new DataObject { ["series"] = "host.cpu.percent" }));

        var item = Assert.Single(host.Services.GetRequiredService<InMemoryEvidence>().Items);
        Assert.Equal(("ctl-1", "metrics", "host.cpu.percent"), (item.ControlId, item.Kind, item.Source));
        Assert.Equal("Sevilla", item.Scope["site"]);
        Assert.Equal(TimeSpan.FromDays(30), item.ValidUntil - item.ValidFrom);
        Assert.Equal((item.Digest, true, null), (run["digest"], run["valid"], run["problem"]));
        var fact = Assert.Single(host.Facts, fact => fact.Type == "evidence.collected");
        Assert.Equal((item.Id, item.Digest), (fact.Body["id"], fact.Body["digest"]));
    }

    [Fact]
    public async Task Collection_WithoutSamples_IsEvidenceOfThat()
    {
        await using var host = Host();
        var run = await RunAsync(host, Input(host, new DataObject { ["series"] = "host.cpu.percent", ["lookbackMinutes"] = 5.0 }));
        var item = Assert.Single(host.Services.GetRequiredService<InMemoryEvidence>().Items);
        Assert.Equal(TimeSpan.FromMinutes(5), item.Window!.Value.Length);
        Assert.Equal(item.Digest, run["digest"]);
    }

    [Fact]
    public async Task Collection_OfAnHttpControl_KeepsTheAnswer()
    {
        await using var host = Host(_ => new HttpResponseMessage { Content = new StringContent("passed") });
        var run = await RunAsync(host, Input(host, new DataObject { ["evidenceUrl"] = "https://ci.example/last", ["evidenceValidFor"] = "PT1H" }));
        var item = Assert.Single(host.Services.GetRequiredService<InMemoryEvidence>().Items);
        Assert.Equal(("http", "https://ci.example/last"), (item.Kind, item.Source));
        Assert.Equal(TimeSpan.FromHours(1), item.ValidUntil - item.ValidFrom);
        Assert.Equal(true, run["valid"]);
    }

    [Fact]
    public async Task Collection_FromASourceThatIsAway_SaysSoAndLeavesNothing()
    {
        await using var host = Host(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        var run = await RunAsync(host, Input(host, new DataObject { ["evidenceUrl"] = "https://ci.example/last" }));
        Assert.Null(run["digest"]);
        Assert.Contains("ci.example", (string)run["problem"]!, StringComparison.Ordinal);
        Assert.Empty(host.Facts);
    }

    [Fact]
    public async Task Collection_OfNothing_SaysWhatIsMissing()
    {
        await using var host = Host();
        var run = await RunAsync(host, Input(host, []));
        Assert.Equal(false, run["valid"]);
        Assert.Contains("evidenceUrl", (string)run["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collection_OnRequest_AnswersTheCaller()
    {
        await using var host = Host();
        host.Plans.Add(Definition());
        var result = await host.StartAsync(new StartRun
        {
            DefinitionId = "evidence-collection",
            TriggerActivityId = "OnRequest",
            StimulusInput = new DataObject { ["body"] = Input(host, new DataObject { ["series"] = "host.cpu.percent" }) },
        });
        var commit = host.Store.Commits.Last(commit => commit.Reply is not null);
        Assert.Equal(201, commit.Reply!.StatusCode);
        var answer = (DataObject)DataJson.Parse(commit.Reply.Body.Span)!;
        Assert.Equal(result.InstanceId.Value, answer["runId"]);
        Assert.Equal("ctl-1", ((DataObject)answer["evidence"]!)["controlId"]);
    }

    [Fact]
    public async Task Collection_EditedToGiveEvidenceAnHour_DoesSoWithoutABuild()
    {
        await using var host = Host();
        var edited = Definition().Replace("'P30D'", "'PT1H'", StringComparison.Ordinal);
        await RunAsync(host, Input(host, new DataObject { ["series"] = "host.cpu.percent" }), edited);
        var item = Assert.Single(host.Services.GetRequiredService<InMemoryEvidence>().Items);
        Assert.Equal(TimeSpan.FromHours(1), item.ValidUntil - item.ValidFrom);
    }

    private static async Task<DataObject> RunAsync(WorkflowTestHost host, DataObject input, string? definition = null)
    {
        var result = await host.RunAsync(definition ?? Definition(), input);
        Assert.Equal((InstanceSubStatus.Finished, 0), (result.SubStatus, host.Store.Commits[^1].Instance.IncidentCount));
        return result.Output;
    }

    private static DataObject Input(WorkflowTestHost host, DataObject parameters)
    {
        var now = host.Time.GetUtcNow();
        return new DataObject
        {
            ["controlId"] = "ctl-1",
            ["params"] = parameters,
            ["scope"] = new DataObject { ["site"] = "Sevilla" },
            ["window"] = new DataObject { ["from"] = now.AddMinutes(-1), ["to"] = now },
        };
    }

    private static string Definition() => File.ReadAllText(ShippedWorkflows.Path("evidence-collection.json"));

    private static List<MetricSampleValue> Samples(WorkflowTestHost host) => host.Services.GetRequiredService<ListedSamples>().Samples;

    private static WorkflowTestHost Host(Func<HttpRequestMessage, HttpResponseMessage>? answer = null) => new(services => services
        .AddActivitiesFrom(typeof(StoreEvidence).Assembly)
        .AddSingleton<InMemoryEvidence>()
        .AddSingleton<IEvidenceBlobs>(provider => provider.GetRequiredService<InMemoryEvidence>())
        .AddSingleton<IEvidenceIndex>(provider => provider.GetRequiredService<InMemoryEvidence>())
        .AddSingleton<ListedSamples>()
        .AddSingleton<IMetricSamples>(provider => provider.GetRequiredService<ListedSamples>())
        .AddSingleton(Options.Create(new EvidenceOptions()))
        .AddSingleton(new HttpSource(new HttpClient(new AnsweringHandler(answer ?? (_ => throw new InvalidOperationException("asked")))))));

    private sealed class ListedSamples : IMetricSamples
    {
        public List<MetricSampleValue> Samples { get; } = [];

        public Task<IReadOnlyList<MetricSampleValue>> ReadAsync(
            string series, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<MetricSampleValue>>([.. Samples.Where(sample => window.Contains(sample.At))]);
    }
}
