namespace Status.Activities.Metrics.Ingestion;

/// <summary>The stable words of <see cref="SampleRejection.Code"/>.</summary>
public static class RejectionCodes
{
    /// <summary>The sample, or a member of it, has the wrong form or is missing.</summary>
    public const string Malformed = "malformed";

    /// <summary>The value is NaN or infinite.</summary>
    public const string NotFinite = "not-finite";

    /// <summary>The time is further ahead than <see cref="MetricsOptions.FutureTolerance"/>.</summary>
    public const string InFuture = "in-future";

    /// <summary>The time is older than <see cref="MetricsOptions.Retention"/>.</summary>
    public const string TooOld = "too-old";

    /// <summary>The series has another value at that time.</summary>
    public const string Conflict = "conflict";

    /// <summary>The series would be one more than the limits allow.</summary>
    public const string TooManySeries = "too-many-series";
}
