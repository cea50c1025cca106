using Status.Activities.Agreements.Objectives;

namespace Status.Activities.Agreements.Documents;

/// <summary>Reads the limits out of an objective that compares metrics with numbers.</summary>
public static class ObjectiveBounds
{
    /// <summary>
    /// The limits that must all hold, in the objective's order. Parts that are no plain comparison (sums of metrics, alternatives, negations) have no line of their
    /// own and are left out.
    /// </summary>
    public static IReadOnlyList<ObjectiveBound> Of(GuaranteeElement element)
    {
        var bounds = new List<ObjectiveBound>();
        Collect(element.Objective.Root, element, bounds);
        return bounds;
    }

    /// <summary>The metric whose value a point carries: the first that is measured; <c>null</c> when every one is a parameter.</summary>
    public static string? MeasuredMetric(GuaranteeElement element)
    {
        for (var i = 0; i < element.Metrics.Count; i++)
        {
            if (element.Metrics[i] is not ParameterMetric) return element.Objective.Metrics[i].Label;
        }

        return null;
    }

    private static void Collect(ObjectiveNode node, GuaranteeElement element, List<ObjectiveBound> bounds)
    {
        if (node is not BinaryNode binary) return;
        if (binary.Operator == "&&")
        {
            Collect(binary.Left, element, bounds);
            Collect(binary.Right, element, bounds);
            return;
        }

        if (!Precedence.IsComparison(binary.Operator)) return;
        if (Measured(binary.Left, element) is { } left && Number(binary.Right, element) is { } limit) bounds.Add(new(left, binary.Operator, limit));
        else if (Measured(binary.Right, element) is { } right && Number(binary.Left, element) is { } first) bounds.Add(new(right, Mirror(binary.Operator), first));
    }

    private static string? Measured(ObjectiveNode node, GuaranteeElement element) =>
        node is MetricNode metric && Source(metric, element) is not (null or ParameterMetric) ? Use(metric, element)!.Label : null;

    private static decimal? Number(ObjectiveNode node, GuaranteeElement element) => node switch
    {
        NumberNode number => number.Value,
        UnaryNode { Operator: "-" } negative => -Number(negative.Operand, element),
        MetricNode metric when Source(metric, element) is ParameterMetric parameter => parameter.Value,
        _ => null,
    };

    private static MetricUse? Use(MetricNode metric, GuaranteeElement element) =>
        element.Objective.Metrics.FirstOrDefault(use => use.Name == metric.Name && use.Aggregate == metric.Aggregate);

    private static AgreementMetric? Source(MetricNode metric, GuaranteeElement element)
    {
        for (var i = 0; i < element.Metrics.Count; i++)
        {
            if (element.Objective.Metrics[i] is var use && use.Name == metric.Name && use.Aggregate == metric.Aggregate) return element.Metrics[i];
        }

        return null;
    }

    private static string Mirror(string comparison) => comparison switch { ">=" => "<=", "<=" => ">=", ">" => "<", "<" => ">", _ => comparison };
}
