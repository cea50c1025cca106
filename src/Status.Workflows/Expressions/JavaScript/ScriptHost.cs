namespace Status.Workflows.Expressions.JavaScript;

/// <summary>
/// What a script sees of the world during one evaluation: time, zone, chance, ids and the host's own names. The base class knows no names;
/// derive from it to offer some. Not used by two evaluations at once unless the derived class allows it.
/// </summary>
public class ScriptHost
{
    private readonly Func<double> _random;
    private readonly Func<Guid> _nextId;

    /// <summary>Creates a host.</summary>
    /// <param name="time">Clock of <c>Date</c> and of <see cref="ScriptLimits.MaxTime"/>.</param>
    /// <param name="zone">The workflow's zone: what <c>Date</c> calls local.</param>
    /// <param name="random">Numbers in [0, 1) for <c>Math.random</c>.</param>
    /// <param name="nextId">Ids for <c>uuid()</c>.</param>
    public ScriptHost(TimeProvider time, TimeZoneInfo zone, Func<double> random, Func<Guid> nextId)
    {
        Time = time;
        Zone = zone;
        _random = random;
        _nextId = nextId;
    }

    /// <summary>Clock of <c>Date</c> and of the time limit.</summary>
    public TimeProvider Time { get; }

    /// <summary>The workflow's zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>What <c>Date.now()</c> gives; by default the clock's time.</summary>
    public virtual DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The next number in [0, 1).</summary>
    public double NextRandom() => _random();

    /// <summary>The next id.</summary>
    public Guid NextId() => _nextId();

    /// <summary>
    /// Finds a name that the script does not declare and the library does not have. The value is of the closed set, a
    /// <see cref="HostFunction"/> or a <see cref="HostObject"/>; anything else is opaque to scripts.
    /// </summary>
    public virtual bool TryGetGlobal(string name, out object? value)
    {
        value = null;
        return false;
    }
}
