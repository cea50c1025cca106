namespace Status.Activities.Compliance;

/// <summary>Tells a good sample from a bad one for <see cref="MetricAggregate.Ratio"/>.</summary>
/// <param name="Comparison">How the sample's value compares with <paramref name="Threshold"/> when it is good.</param>
/// <param name="Threshold">The bound, in the series' unit.</param>
public sealed record MetricCondition(Comparison Comparison, double Threshold)
{
    /// <summary>Whether <paramref name="value"/> is good.</summary>
    public bool Accepts(double value) => Comparison switch
    {
        Comparison.GreaterOrEqual => value >= Threshold,
        Comparison.LessOrEqual => value <= Threshold,
        Comparison.Greater => value > Threshold,
        Comparison.Less => value < Threshold,
        Comparison.Equal => value == Threshold,
        _ => value != Threshold,
    };
}
