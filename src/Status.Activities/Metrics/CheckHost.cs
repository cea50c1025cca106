using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Metrics;

/// <summary>Holds the samples of a host against thresholds.</summary>
[Activity("Status", "Metrics", "Holds processor, memory and disk of a host against thresholds and leaves the fact host.threshold when one is exceeded.")]
[FlowNode("Healthy", "Unhealthy", "NoData")]
internal sealed class CheckHost : CodeActivity<DataObject>
{
    /// <summary>The fact that an exceeded threshold leaves.</summary>
    public const string ThresholdFact = "host.threshold";

    private static readonly (string Name, string Series, MetricAggregate Aggregate)[] _measures =
    [
        ("cpu", "host.cpu.percent", MetricAggregate.Avg),
        ("memory", "host.memory.percent", MetricAggregate.Avg),
        ("disk", "host.disk.percent", MetricAggregate.Last),
    ];

    [Input(Description = "The host's name as in the label host; empty takes every host together.", UIHint = InputUIHints.SingleLine, Order = 0)]
    public Input<string?>? Host { get; set; }

    [Input(Description = "Highest mean processor use over the window, in percent.", UIHint = InputUIHints.SingleLine, DefaultValue = 90, Order = 1)]
    public Input<double?>? CpuLimit { get; set; }

    [Input(Description = "Highest mean memory use over the window, in percent.", UIHint = InputUIHints.SingleLine, DefaultValue = 85, Order = 2)]
    public Input<double?>? MemoryLimit { get; set; }

    [Input(Description = "Highest disk use, by the latest sample of the window, in percent.", UIHint = InputUIHints.SingleLine, DefaultValue = 90, Order = 3)]
    public Input<double?>? DiskLimit { get; set; }

    [Input(Description = "Length of the window that ends now, e.g. 00:05:00; default five minutes.", UIHint = InputUIHints.SingleLine, DefaultValue = "00:05:00", Order = 4)]
    public Input<TimeSpan?>? Window { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var host = context.Get(Host) is { Length: > 0 } given ? given : null;
        var now = context.TimeProvider.GetUtcNow();
        var length = context.Get(Window) ?? TimeSpan.FromMinutes(5);
        if (length <= TimeSpan.Zero) throw new InvalidOperationException($"Window is {length}: it must be positive.");
        var labels = host is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [SeriesLabel] = host };
        var values = await context.GetRequiredService<IMetricWindows>().QueryAsync(
            [.. _measures.Select(measure => new MetricWindowQuery(measure.Series, labels, new(now - length, now), measure.Aggregate))], context.CancellationToken);
        double[] limits = [context.Get(CpuLimit) ?? 90, context.Get(MemoryLimit) ?? 85, context.Get(DiskLimit) ?? 90];
        var exceeded = Exceeded(values, limits);
        var result = Describe(host, now, values, exceeded);
        context.Set(Result, result);
        if (exceeded.Count > 0) context.Emit(new FactDraft(ThresholdFact, result, context.GetIdempotencyKey()));
        await context.CompleteActivityWithOutcomesAsync(Outcome(values, exceeded));
    }

    private const string SeriesLabel = Storage.SeriesCatalog.HostLabel;

    // One measure that is too high is enough; that all is well takes all three.
    private static string Outcome(IReadOnlyList<MetricWindowValue> values, DataArray exceeded) =>
        exceeded.Count > 0 ? "Unhealthy" : values.Any(value => value.Value is null) ? "NoData" : "Healthy";

    private static DataArray Exceeded(IReadOnlyList<MetricWindowValue> values, double[] limits)
    {
        var exceeded = new DataArray();
        for (var i = 0; i < limits.Length; i++)
        {
            if (values[i].Value is not { } value || value <= limits[i]) continue;
            exceeded.Add(new DataObject { ["measure"] = _measures[i].Name, ["value"] = value, ["limit"] = limits[i] });
        }

        return exceeded;
    }

    private static DataObject Describe(string? host, DateTimeOffset now, IReadOnlyList<MetricWindowValue> values, DataArray exceeded)
    {
        var result = new DataObject { ["host"] = host, ["checkedAt"] = now };
        for (var i = 0; i < _measures.Length; i++) result[_measures[i].Name] = values[i].Value;
        result["exceeded"] = exceeded;
        return result;
    }
}
