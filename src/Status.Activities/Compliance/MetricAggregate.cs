namespace Status.Activities.Compliance;

/// <summary>How the samples of one window become one number.</summary>
public enum MetricAggregate
{
    /// <summary>Arithmetic mean of the values.</summary>
    Avg,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>Largest value.</summary>
    Max,

    /// <summary>Median: the value at the rank ⌈0.50·n⌉ of the sorted values (nearest rank).</summary>
    P50,

    /// <summary>The value at the rank ⌈0.95·n⌉ of the sorted values (nearest rank).</summary>
    P95,

    /// <summary>The value at the rank ⌈0.99·n⌉ of the sorted values (nearest rank).</summary>
    P99,

    /// <summary>Number of samples. The one aggregate that has a value (0) without samples.</summary>
    Count,

    /// <summary>Share (0 to 1) of samples that are good: that satisfy the query's condition, or are not zero when it has none.</summary>
    Ratio,

    /// <summary>Sum of the values.</summary>
    Sum,

    /// <summary>The value of the latest sample; of two series at one instant, the larger value.</summary>
    Last,
}
