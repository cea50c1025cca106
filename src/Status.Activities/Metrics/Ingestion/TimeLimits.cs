namespace Status.Activities.Metrics.Ingestion;

/// <summary>The times that .NET can hold.</summary>
internal static class TimeLimits
{
    /// <summary>Whether Unix milliseconds lie between the years 1 and 9999.</summary>
    public static bool HoldsMilliseconds(long milliseconds) => milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999;
}
