using System.Text.Json;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Documents;

/// <summary>Reads what an agreement measures, and the numbers it fixes.</summary>
internal sealed class MetricReader(ProblemList problems)
{
    public IReadOnlyDictionary<string, AgreementMetric> Read(DocumentNode metrics, DocumentNode parameters)
    {
        var found = new Dictionary<string, AgreementMetric>(StringComparer.Ordinal);
        foreach (var (name, node) in parameters.Members())
        {
            if (node.OptionalNumber() is { } value) found[name] = new ParameterMetric(name, value);
            else if (!node.IsPresent) node.Problem("A parameter is a number.");
        }

        foreach (var (name, node) in metrics.Members())
        {
            if (problems.IsFull) break;
            if (found.ContainsKey(name)) node.Problem($"The metric '{name}' has the name of a parameter.");
            else if (ReadMetric(name, node) is { } metric) found[name] = metric;
        }

        return found;
    }

    private static AgreementMetric? ReadMetric(string name, DocumentNode node)
    {
        if (!node.RequireObject("The metric")) return null;
        var measure = node["measure"];
        if (measure.IsPresent && !measure.RequireObject("The measure")) return null;
        if (measure["series"].IsPresent) return ReadSeries(name, measure);
        if (node["collector"].IsPresent || measure["endpoint"].IsPresent || measure["control"].IsPresent)
            return new ComputedMetric(name, ControlId(measure["control"]));
        measure.Problem("The measure names nothing to measure: give a 'series' of the metrics store, or a 'control' (or collector) whose computations count.");
        return null;
    }

    private static SeriesMetric ReadSeries(string name, DocumentNode measure)
    {
        MetricAggregate? aggregate = null;
        if (measure["aggregate"].OptionalText() is { } text)
        {
            if (AggregateName.TryParse(text, out var known)) aggregate = known;
            else measure["aggregate"].Problem($"'{text}' is not an aggregate; known are {AggregateName.All}.");
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in measure["labels"].Members())
        {
            if (value.RequiredText("The label's value") is { } wanted) labels[label] = wanted;
        }

        return new(
            name,
            measure["series"].RequiredText("The series") ?? "",
            aggregate,
            labels,
            ReadCondition(measure["good"]),
            measure["scale"].OptionalNumber() ?? 1);
    }

    private static MetricCondition? ReadCondition(DocumentNode node)
    {
        if (node.OptionalText() is not { } text) return null;
        if (ConditionText.TryParse(text, out MetricCondition? condition)) return condition;
        node.Problem($"'{text}' is not a condition on a sample; write a comparison and a number, such as '<= 500'.");
        return null;
    }

    private static string? ControlId(DocumentNode node) => node.Element.ValueKind switch
    {
        JsonValueKind.Number => node.Element.GetRawText(),
        _ => node.OptionalText(),
    };
}
