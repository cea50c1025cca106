namespace Status.Activities.Metrics.Ingestion;

/// <summary>The members of a sample as they are met; the first problem is kept.</summary>
internal struct SampleParts
{
    /// <summary>Where the name stands in the body; empty when it was not met, like the others.</summary>
    public Range Name { get; set; }
    /// <summary>Where the labels stand.</summary>
    public Range Labels { get; set; }
    /// <summary>Where the unit stands.</summary>
    public Range Unit { get; set; }

    public DateTimeOffset At { get; private set; }

    public double Value { get; private set; }

    public bool HasAt { get; private set; }

    public bool HasValue { get; private set; }

    public (string Path, string Reason)? Problem { get; private set; }

    public void SetAt(DateTimeOffset at) => (At, HasAt) = (at, true);

    public void SetValue(double value) => (Value, HasValue) = (value, true);

    public void Fail(string path, string reason) => Problem ??= (path, reason);
}
