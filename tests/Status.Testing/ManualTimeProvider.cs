namespace Status.Testing;

/// <summary>A clock that moves when a test says so; timers of it are not used by what is tested with it.</summary>
public sealed class ManualTimeProvider(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    /// <summary>A clock at noon of an ordinary day.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 14, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan by) => _now += by;
}
