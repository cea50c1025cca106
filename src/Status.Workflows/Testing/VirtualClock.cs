namespace Status.Workflows.Testing;

/// <summary>
/// The clock of a test case: it stands still until the case moves it. It also bounds the case, since whatever runs looks at it: a loop without end is cut off when the case has taken too
/// long in real time.
/// </summary>
internal sealed class VirtualClock(DateTimeOffset start, TimeProvider real, TimeSpan patience) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly long _began = real.GetTimestamp();
    private DateTimeOffset _now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether the case has used up its real time.</summary>
    public bool IsOver => real.GetElapsedTime(_began) > patience;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        if (IsOver) throw new TestLimitException($"The case takes longer than {patience.TotalSeconds:0.#} s; a loop in it probably never ends.");
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return _now.UtcTicks;
    }

    /// <summary>Moves on; never back.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (_gate) _now = time > _now ? time : _now;
    }

    /// <summary>Lets the next pause that an activity makes inside a burst elapse.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ElapseNextPause()
    {
        VirtualTimer? next;
        lock (_gate)
        {
            next = _timers.Where(t => t.Due is not null).MinBy(t => t.Due);
            if (next is null) return false;
            _now = next.Due > _now ? next.Due.Value : _now;
            next.Due = next.Period > TimeSpan.Zero ? _now + next.Period : null;
        }

        next.Fire();
        return true;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    private sealed class VirtualTimer(VirtualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock._now + dueTime;
                Period = period;
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

/// <summary>A test case went beyond what it may take.</summary>
internal sealed class TestLimitException(string message) : Exception(message);
