using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Grafana;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Tests.Grafana;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests;

/// <summary>Every definition of <c>Definitions/</c> is run by the engine, and every outcome it demands is compared with the journal.</summary>
public sealed class DefinitionFileTests
{
    public static TheoryData<string> Files() => new(DefinitionFiles.Names);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Definition_Run_TakesTheOutcomesItDemands(string file)
    {
        var definition = DefinitionFiles.Read(file);
        await using var ledger = await LedgerHarness.CreateAsync();
        await ledger.FillAsync(3, 3);
        using var grafana = Grafana();
        await using var host = Host(ledger, grafana);

        var result = await host.RunAsync(definition.ToJsonString());
        if (definition["customProperties"]!["send"] is { } send)
            await host.SendAsync((string)send["name"]!, Data(send["payload"]!), Data(send["input"]!));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("Finished", (await host.LoadAsync(result.InstanceId))?.SubStatus.ToString());
        Assert.Empty(result.Incidents);
        Assert.Empty(grafana.Problems);
        var expected = definition["customProperties"]!["expect"]!.AsObject();
        Assert.NotEmpty(expected);
        foreach (var (id, outcome) in expected)
            Assert.Equal((id, (string)outcome!), (id, string.Join(',', (await ActivityRun.ReadAsync(host.Store, result, id)).Outcomes)));
    }

    private static DataObject Data(JsonNode node) => (DataObject)DataJson.Parse(node.ToJsonString())!;

    private static OpenApiStub Grafana()
    {
        var stub = new OpenApiStub(JsonDocument.Parse(GrafanaTests.OwnDescription).RootElement);
        stub.Answer("search", HttpStatusCode.OK, """[{"uid":"abc","title":"Levels","url":"/d/abc","tags":[],"type":"dash-db"}]""");
        stub.Answer("queryMetricsWithExpressions", HttpStatusCode.OK, GrafanaTests.Frames);
        stub.Answer("postAnnotation", HttpStatusCode.OK, """{"id":42,"message":"Annotation added"}""");
        return stub;
    }

    private static WorkflowTestHost Host(LedgerHarness ledger, OpenApiStub grafana) => new(services => services
        .AddActivitiesFrom(typeof(ActivitySchemas).Assembly)
        .AddSingleton(provider => new InMemoryMetricStore(provider.GetRequiredService<TimeProvider>(), new MetricsOptions()))
        .AddSingleton<IMetricSink>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton<IMetricReader>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton<IMetricWindows>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton(Options.Create(new MetricsOptions()))
        .AddSingleton<IPointStore, InMemoryPointStore>()
        .AddSingleton(ledger.Store)
        .AddSingleton(ledger.Signer)
        .AddSingleton<LedgerProver>()
        .AddSingleton(Options.Create(new GrafanaOptions { Url = new Uri("http://grafana.example/"), Token = "t" }))
        .AddSingleton(provider => new GrafanaClient(
            new HttpClient(grafana, disposeHandler: false), provider.GetRequiredService<IOptions<GrafanaOptions>>(), provider.GetRequiredService<TimeProvider>())));
}
