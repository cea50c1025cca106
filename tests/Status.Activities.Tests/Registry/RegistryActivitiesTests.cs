using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Activities.Registry;
using Status.Activities.Registry.Computations;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Registry;

public sealed class RegistryActivitiesTests : IAsyncDisposable
{
    private readonly WorkflowTestHost _host = new(services => services
        .AddActivitiesFrom(typeof(FindDueControls).Assembly)
        .AddSingleton(provider => new InMemoryMetricStore(provider.GetRequiredService<TimeProvider>(), new MetricsOptions()))
        .AddSingleton<IMetricWindows>(provider => provider.GetRequiredService<InMemoryMetricStore>())
        .AddSingleton<InMemoryComputationStore>()
        .AddSingleton<InMemoryPointStore>()
        .AddSingleton<IPointStore>(provider => provider.GetRequiredService<InMemoryPointStore>()));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("12.5", ">=", "12.5", "Fulfilled")]
    [InlineData("0.1", "<", "0.1", "Violated")]
    [InlineData("", ">=", "1", "NotDetermined")]
    [InlineData("NaN", ">=", "1", "NotDetermined")]
    public async Task CheckThreshold_Value_ChoosesTheOutcome(string value, string comparison, string threshold, string outcome)
    {
        var run = await _host.RunActivityAsync("Status.CheckThreshold", new { value, comparison, threshold });
        Assert.Equal([outcome], run.Outcomes);
    }

    [Fact]
    public async Task CheckThreshold_NoComparison_FaultsAndNamesTheWords()
    {
        var run = await _host.RunActivityAsync("Status.CheckThreshold", new { value = "1", comparison = "=>", threshold = "1" });
        Assert.Contains(">= <= > < == !=", run.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateObjective_MissingNumber_IsNotDeterminedWithItsReason()
    {
        var run = await _host.RunActivityAsync("Status.EvaluateObjective", new { objective = "p95(LATENCY) <= 500 && ERRORS == 0", metrics = new Dictionary<string, object> { ["p95(LATENCY)"] = 480 } });
        Assert.Equal(["NotDetermined"], run.Outcomes);
        Assert.Equal("ERRORS has no value", run.Outputs["Reason"]);
    }

    [Fact]
    public async Task JudgeMetric_Samples_GivesVerdictAndOneObservation()
    {
        var now = _host.Time.GetUtcNow();
        await _host.Services.GetRequiredService<InMemoryMetricStore>().AppendAsync(
            new[] { new MetricSample(0, new SeriesKey("cpu", []), now.AddSeconds(-30), 95) }, default);
        var run = await _host.RunActivityAsync("Status.JudgeMetric", new { parameters = new Dictionary<string, object> { ["series"] = "cpu", ["condition"] = "<= 90" } });
        Assert.Equal(["Violated"], run.Outcomes);
        var evidence = (DataObject)Assert.Single((DataArray)run.Outputs["Evidences"]!)!;
        Assert.Equal((95d, false, "cpu"), ((double)evidence["value"]!, (bool)evidence["result"]!, (string)evidence["key"]!));
    }

    [Fact]
    public async Task JudgeMetric_NoSamples_IsNotDeterminedAndObservesNothing()
    {
        var run = await _host.RunActivityAsync("Status.JudgeMetric", new { parameters = new Dictionary<string, object> { ["series"] = "cpu", ["condition"] = "<= 90" } });
        Assert.Equal(["NotDetermined"], run.Outcomes);
        Assert.Empty((DataArray)run.Outputs["Evidences"]!);
    }

    [Fact]
    public async Task GetAgreementState_NeverEvaluated_SaysSo()
    {
        var run = await _host.RunActivityAsync("Status.GetAgreementState", new { agreementId = "nobody" });
        Assert.Equal(["NotEvaluated"], run.Outcomes);
    }

    [Fact]
    public async Task CompleteComputation_Twice_AnnouncesOnce()
    {
        for (var i = 0; i < 2; i++)
            await _host.RunActivityAsync("Status.CompleteComputation", new { computationGroup = "g", agreementIds = new[] { "a" }, controlIds = new[] { "1", "2" } });
        var fact = Assert.Single(_host.Facts);
        Assert.Equal(("computation.completed", "g"), (fact.Type, fact.CorrelationId));
        Assert.Equal(["a"], (DataArray)fact.Body["agreementIds"]!);
    }
}
