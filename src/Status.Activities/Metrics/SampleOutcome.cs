namespace Status.Activities.Metrics;

/// <summary>What the store did with one sample.</summary>
public enum SampleOutcome
{
    /// <summary>It is stored and committed.</summary>
    Stored,

    /// <summary>The store cannot be reached; the sample is kept on this host's disk and brought into the store later.</summary>
    Spooled,

    /// <summary>The same value was already there for that series and time; nothing changed.</summary>
    Duplicate,

    /// <summary>Another value was already there for that series and time; the first one stays.</summary>
    Conflict,

    /// <summary>It would have opened a series beyond the limit on series.</summary>
    TooManySeries,
}
