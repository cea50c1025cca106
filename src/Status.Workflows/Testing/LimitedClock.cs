namespace Status.Workflows.Testing;

/// <summary>
/// The real clock for as long as a test may take. Whatever runs looks at it, so a loop without end is cut off: when its time is over, or when it has looked too often.
/// </summary>
internal sealed class LimitedClock(TimeProvider real, TimeSpan patience, int mostLooks) : TimeProvider
{
    private readonly long _began = real.GetTimestamp();
    private int _looks;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (Interlocked.Increment(ref _looks) > mostLooks) throw new TestLimitException("The activity does more than a test may do; a loop in it probably never ends.");
        if (real.GetElapsedTime(_began) > patience) throw new TestLimitException($"The activity took longer than a test may take, {patience.TotalSeconds:0.#} s.");
        return real.GetUtcNow();
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => real.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);
}
