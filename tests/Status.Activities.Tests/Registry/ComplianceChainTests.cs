using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Agreements;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry;
using Status.Activities.Registry.Agreements;
using Status.Activities.Registry.Computations;
using Status.Activities.Registry.Controls;
using Status.Activities.Registry.Platform;
using Status.Activities.Tests.Agreements;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Registry;

/// <summary>The shipped workflows run as they ship: controls are due, judged, recorded; the agreement is evaluated; the caller is answered.</summary>
public sealed class ComplianceChainTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly string[] _series = ["probe.success", "probe.latency.ms", "host.cpu.percent", "host.memory.percent", "host.disk.percent"];

    [Fact]
    public async Task ComplianceCheck_OnDemand_RunsTheFiveControlsAndAnswersWithTheStates()
    {
        await using var host = await CreateAsync();
        await SampleAsync(host, cpu: 97);
        var started = await host.StartAsync(OnDemand());
        await DispatchAsync(host);
        var reply = await ReplyAsync(host, started.InstanceId);
        Assert.Equal(5, (double)reply["controls"]!);
        Assert.Equal(["platform-service-levels"], (DataArray)reply["agreements"]!);
        var states = ((DataArray)reply["states"]!).Cast<DataObject>().ToDictionary(state => (string)state["guaranteeId"]!, state => (string)state["state"]!);
        Assert.Equal("violated", states["CPU"]);
        Assert.All(states.Where(state => state.Key != "CPU"), state => Assert.Equal("fulfilled", state.Value));
        Assert.Equal(1, host.Facts.Count(fact => fact.Type == "computation.completed"));
        var violated = Assert.Single(host.Facts, fact => fact.Type == "guarantee.violated");
        Assert.Equal("CPU <= CPU_MAX does not hold: CPU = 97, CPU_MAX = 90.", violated.Body["reason"]);
        var group = (string)reply["computationGroup"]!;
        var (computations, total) = await host.Services.GetRequiredService<IComputationStore>().ListAsync(new() { Group = group }, default);
        Assert.Equal(5, total);
        Assert.All(computations, computation => Assert.Single(computation.Evidences));
        Assert.Equal("sha-of-evidence", computations[0].Evidences[0].Digest);
        Assert.Equal(4, computations.Count(computation => computation.Value == true));
    }

    [Fact]
    public async Task ComplianceCheck_WithoutSamples_IsNotDeterminedNeverPassedNorZero()
    {
        await using var host = await CreateAsync();
        var started = await host.StartAsync(OnDemand());
        await DispatchAsync(host);
        var states = ((DataArray)(await ReplyAsync(host, started.InstanceId))["states"]!).Cast<DataObject>().ToList();
        Assert.Equal(5, states.Count);
        Assert.All(states, state => Assert.Equal("not-determined", state["state"]));
        Assert.All(states, state => Assert.Null(state["value"]));
        Assert.DoesNotContain(host.Facts, fact => fact.Type.StartsWith("guarantee.", StringComparison.Ordinal));
        var (computations, _) = await host.Services.GetRequiredService<IComputationStore>().ListAsync(new(), default);
        Assert.All(computations, computation => Assert.Null(computation.Value));
        Assert.All(computations, computation => Assert.Empty(computation.Evidences));
    }

    [Fact]
    public async Task ComplianceCheck_BySchedule_AnswersNobody()
    {
        await using var host = await CreateAsync();
        await SampleAsync(host, cpu: 5);
        var started = await host.StartAsync(new StartRun { DefinitionId = "compliance-check", TriggerActivityId = "EveryMinute", StimulusInput = [] });
        await DispatchAsync(host);
        var run = await host.LoadAsync(started.InstanceId);
        Assert.Equal(InstanceSubStatus.Finished, run!.SubStatus);
        Assert.Equal(0, run.IncidentCount);
        Assert.Null(await host.Store.LoadReplyAsync(started.InstanceId, default));
        Assert.Single(host.Facts, fact => fact.Type == "agreement.evaluated");
    }

    [Fact]
    public async Task ComplianceCheck_EvaluationNeverComes_AnswersAfterTheTimeout()
    {
        await using var host = await CreateAsync();
        var started = await host.StartAsync(OnDemand());
        Assert.Null(await host.Store.LoadReplyAsync(started.InstanceId, default));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty((DataArray)(await ReplyAsync(host, started.InstanceId))["states"]!);
    }

    [Fact]
    public async Task ComplianceCheck_EvaluationAnnouncedUnheard_IsFoundByLooking()
    {
        await using var host = await CreateAsync();
        var started = await host.StartAsync(OnDemand());
        await DispatchAsync(host, deliverEvaluated: false);
        await host.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(5, ((DataArray)(await ReplyAsync(host, started.InstanceId))["states"]!).Count);
    }

    private static StartRun OnDemand() => new()
    {
        DefinitionId = "compliance-check",
        TriggerActivityId = "OnRequest",
        StimulusInput = new DataObject { ["method"] = "POST", ["path"] = "compliance/check" },
    };

    /// <summary>Does what the event follower does: starts the evaluation on computation.completed and wakes who waits for agreement.evaluated.</summary>
    private static async Task DispatchAsync(WorkflowTestHost host, bool deliverEvaluated = true)
    {
        foreach (var fact in host.Facts.Where(fact => fact.Type == "computation.completed").ToList())
        {
            var evaluated = await host.StartAsync(new StartRun
            {
                DefinitionId = "agreement-evaluation",
                TriggerActivityId = "OnComputation",
                StimulusInput = new DataObject { ["type"] = fact.Type, ["body"] = fact.Body },
            });
            Assert.Empty(evaluated.Incidents);
        }

        foreach (var fact in host.Facts.Where(fact => deliverEvaluated && fact.Type == "agreement.evaluated").ToList())
            await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = fact.Type }, new DataObject { ["type"] = fact.Type, ["body"] = fact.Body }, fact.CorrelationId);
    }

    private static async Task<DataObject> ReplyAsync(WorkflowTestHost host, InstanceId id)
    {
        var run = await host.LoadAsync(id);
        Assert.True(await host.Store.LoadReplyAsync(id, default) is not null, $"{run!.SubStatus}, {run.IncidentCount} incidents: {System.Text.Encoding.UTF8.GetString(run.State.Span)}");
        var reply = (await host.Store.LoadReplyAsync(id, default))!;
        Assert.Equal(200, reply.StatusCode);
        return (DataObject)DataJson.Parse(reply.Body.Span)!;
    }

    private static async Task SampleAsync(WorkflowTestHost host, double cpu)
    {
        var now = host.Time.GetUtcNow();
        var samples = _series.SelectMany((name, i) => Enumerable.Range(1, 6).Select(tick => new MetricSample(
            (i * 6) + tick, new SeriesKey(name, [KeyValuePair.Create("host", "h1")]), now.AddSeconds(-70 - (tick * 10)), name switch { "probe.success" => 1, "host.cpu.percent" => cpu, _ => 12 }))).ToArray();
        await host.Services.GetRequiredService<InMemoryMetricStore>().AppendAsync(samples, default);
    }

    private async Task<WorkflowTestHost> CreateAsync()
    {
        var host = new WorkflowTestHost(services => services
            .AddActivitiesFrom(typeof(FindDueControls).Assembly)
            .AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
            .AddAgreementEvaluation()
            .AddSingleton(database.DataSource)
            .AddSingleton<ControlSchedule>()
            .AddSingleton(provider => new InMemoryMetricStore(provider.GetRequiredService<TimeProvider>(), new MetricsOptions()))
            .AddSingleton<IMetricWindows>(provider => provider.GetRequiredService<InMemoryMetricStore>())
            .AddSingleton<InMemoryComputationStore>()
            .AddSingleton<IComputationStore>(provider => provider.GetRequiredService<InMemoryComputationStore>())
            .AddSingleton<IComputationSummaries>(provider => provider.GetRequiredService<InMemoryComputationStore>())
            .AddSingleton<InMemoryPointStore>()
            .AddSingleton<IPointStore>(provider => provider.GetRequiredService<InMemoryPointStore>())
            .AddSingleton<IAgreementStore, InMemoryAgreementStore>()
            .AddSingleton<IAgreementCatalog>(provider => provider.GetRequiredService<IAgreementStore>()));
        var seed = new PlatformSeed(host.Services.GetRequiredService<IAgreementStore>(), database.DataSource, Options.Create(new PlatformOptions()), new EarlyClock());
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows/agreements/platform-service-levels.json")));
        await seed.StoreAsync(PlatformSeed.PlatformAgreement, seed.Render(document.RootElement), default);
        foreach (var name in new[] { "control-metric", "agreement-evaluation", "compliance-check" })
            host.Plans.Add(await File.ReadAllTextAsync(Path.Combine(Repository.Root, $"workflows/{name}.json")));
        host.Plans.Add(new WorkflowBuilder("evidence-collection").Output("digest", "String")
            .Then("Give", "Elsa.SetOutput", new { outputName = "digest", outputValue = "sha-of-evidence" }).ToJson());
        return host;
    }

    /// <summary>The catalog is older than any run of the test hosts, whose clocks begin long ago.</summary>
    private sealed class EarlyClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
