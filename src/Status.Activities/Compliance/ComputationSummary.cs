namespace Status.Activities.Compliance;

/// <summary>How the observations of a run came out.</summary>
/// <param name="Group">The run; <c>null</c> when there is none.</param>
/// <param name="Passed">Observations whose result is <c>true</c>.</param>
/// <param name="Total">All observations.</param>
public sealed record ComputationSummary(string? Group, long Passed, long Total)
{
    /// <summary>Nothing was computed.</summary>
    public static ComputationSummary None { get; } = new(null, 0, 0);

    /// <summary>
    /// <c>round(100·passed/total)</c>, halves away from zero; <c>null</c> without observations. Upstream says 0 there, which cannot be told from a control of
    /// which every observation failed.
    /// </summary>
    public decimal? Percent => Total == 0 ? null : Math.Round(100m * Passed / Total, MidpointRounding.AwayFromZero);
}
