using System.Globalization;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Objectives;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>
/// Finds out which promises of an agreement hold. Reads the stores and decides; storing and announcing the outcome is <see cref="EvaluationWrites"/>' part.
/// </summary>
/// <param name="windows">The metrics store.</param>
/// <param name="computations">What controls computed.</param>
/// <param name="points">Earlier results.</param>
/// <param name="options">The limits.</param>
public sealed class AgreementEvaluator(IMetricWindows windows, IComputationSummaries computations, IPointStore points, AgreementOptions options)
{
    /// <summary>Evaluates what the request asks for.</summary>
    public async Task<Evaluation> EvaluateAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        // The store keeps microseconds; a result must equal what is read back.
        request = request with
        {
            At = Floor(request.At),
            Window = request.Window is { } window ? new TimeWindow(Floor(window.From), Floor(window.To)) : null,
        };
        var states = request.Window is null ? await points.LoadStatesAsync(request.Agreement.Id, cancellationToken) : [];
        var plan = EvaluationPlan.Create(request, states, options.MaxClosedWindows);
        var gathering = new MetricGathering(windows, computations);
        var needs = plan.ConvertAll(planned => planned.Element.Metrics
            .Select((metric, i) => gathering.Need(metric, planned.Element.Objective.Metrics[i], planned, request.ComputationGroup)).ToArray());
        await gathering.FetchAsync(cancellationToken);
        return new(
            request.Agreement.Id,
            request.Agreement.Name,
            request.Version,
            request.At,
            request.ComputationGroup,
            [.. plan.Select((planned, i) => new ElementResult(
                planned.Guarantee.Description, planned.Guarantee.Severity, Judge(request, planned, needs[i], gathering)))]);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static Point Judge(EvaluationRequest request, PlannedWindow planned, int[] needs, MetricGathering gathering)
    {
        var (objective, sources) = (planned.Element.Objective, planned.Element.Metrics);
        var readings = new MetricReading[sources.Count];
        var metrics = new OrderedDictionary<string, decimal?>(StringComparer.Ordinal);
        string? group = null;
        decimal? value = null;
        var first = true;
        for (var i = 0; i < readings.Length; i++)
        {
            (readings[i], var from) = gathering.Read(sources[i], needs[i]);
            group ??= from;
            metrics[objective.Metrics[i].Label] = readings[i].Value;
            if (sources[i] is ParameterMetric || !first) continue;
            (value, first) = (readings[i].Value, false);
        }

        var result = objective.Evaluate(readings);
        return new(
            request.Agreement.Id,
            request.Version,
            planned.Guarantee.Id,
            planned.Element.Scope,
            planned.Window,
            planned.Until,
            result.Verdict,
            value,
            objective.Text,
            metrics,
            result.Unknown is { } unknown ? $"Not determined: {unknown}." : Explain(result.Truth == true, objective, metrics),
            request.ComputationGroup ?? group);
    }

    private static string Explain(bool holds, Objective objective, IEnumerable<KeyValuePair<string, decimal?>> metrics)
    {
        var readings = string.Join(", ", metrics.Select(metric =>
            $"{metric.Key} = {metric.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "no data"}"));
        return $"{objective.Text} {(holds ? "holds" : "does not hold")}{(readings.Length > 0 ? $": {readings}" : "")}.";
    }
}
