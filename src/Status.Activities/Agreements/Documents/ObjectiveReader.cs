using Status.Activities.Agreements.Objectives;

namespace Status.Activities.Agreements.Documents;

/// <summary>Reads an element's objective and finds the source of each of its metrics.</summary>
internal static class ObjectiveReader
{
    public static (Objective Objective, IReadOnlyList<AgreementMetric> Sources)? Read(
        DocumentNode node, IReadOnlyDictionary<string, AgreementMetric> metrics, IReadOnlyDictionary<string, DocumentNode> with)
    {
        if (node.RequiredText("The objective") is not { } text) return null;
        if (!Objective.TryParse(text, out var objective, out var wrong))
        {
            foreach (var problem in wrong) node.Problem(problem.ToString());
            return null;
        }

        var sources = new List<AgreementMetric>();
        foreach (var use in objective!.Metrics)
        {
            if (Resolve(node, use, metrics) is { } source) sources.Add(with.TryGetValue(use.Name, out var overlay) ? Overlay(source, overlay) : source);
        }

        return sources.Count == objective.Metrics.Count ? (objective, sources) : null;
    }

    private static AgreementMetric? Resolve(DocumentNode node, MetricUse use, IReadOnlyDictionary<string, AgreementMetric> metrics)
    {
        var problem = metrics.GetValueOrDefault(use.Name) switch
        {
            null => $"The metric '{use.Name}' is not declared in terms.metrics.",
            SeriesMetric { Aggregate: null } when use.Aggregate is null =>
                $"'{use.Name}' names no aggregate; write one, such as 'avg({use.Name})', or give the metric's measure an 'aggregate'.",
            ComputedMetric when use.Aggregate is not null => $"'{use.Name}' is one number per computation; write it without an aggregate.",
            ParameterMetric when use.Aggregate is not null => $"'{use.Name}' is a parameter; write it without an aggregate.",
            _ => null,
        };
        if (problem is null) return metrics[use.Name];
        node.Problem($"column {use.Column}: {problem}");
        return null;
    }

    /// <summary>An element may narrow a metric's labels: <c>"with": {"LATENCY": {"labels": {"target": "shop"}}}</c>.</summary>
    private static AgreementMetric Overlay(AgreementMetric metric, DocumentNode with)
    {
        if (metric is not SeriesMetric series || !with.IsObject || !with["labels"].IsPresent) return metric;
        var labels = new Dictionary<string, string>(series.Labels, StringComparer.Ordinal);
        foreach (var (name, value) in with["labels"].Members()) labels[name] = value.RequiredText("The label's value") ?? "";
        return series with { Labels = labels };
    }
}
