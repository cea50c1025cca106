using System.Runtime.CompilerServices;

namespace Status.Workflows.Expressions.JavaScript.Limits;

/// <summary>What one evaluation has left. Steps are handed out in small portions; time and cancellation are looked at when a portion ends.</summary>
internal abstract class Budget
{
    private const int Portion = 1024;

    private int _portion;
    private long _steps;
    private long _bytes;
    private long _startedAt;
    private bool _timed;
    private ScriptLimits _limits = ScriptLimits.Default;
    private TimeProvider _time = TimeProvider.System;

    /// <summary>Calls under way.</summary>
    public int Depth { get; set; }

    /// <summary>Where in the source the program stands, as far as errors need to know.</summary>
    public int At { get; set; }

    public CancellationToken Cancellation { get; private set; }

    public int MaxDepth => _limits.MaxDepth;

    public long BytesLeft => _bytes;

    /// <summary>Wall time left, for work that cannot count steps (patterns).</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            StartClock();
            var left = _limits.MaxTime - _time.GetElapsedTime(_startedAt);
            return left > TimeSpan.Zero ? left : throw OutOfTime();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_portion < 0) NextPortion(1);
    }

    /// <summary>Charges for <paramref name="count"/> elements or characters, before they are touched.</summary>
    public void Charge(long count)
    {
        if (count < _portion) _portion -= (int)count;
        else NextPortion(count);
    }

    /// <summary>Charges for bytes, before they are allocated.</summary>
    public void Allocate(long bytes)
    {
        if ((_bytes -= bytes) < 0) throw Limit(ScriptErrorKind.AllocationLimit, $"The script made more than {_limits.MaxAllocation:N0} bytes of texts, arrays and objects.");
    }

    /// <summary>Charges for a text of <paramref name="length"/> UTF-16 units.</summary>
    public void AllocateText(long length)
    {
        Allocate(24 + (2 * length));
        Charge(1 + (length >> 4));
    }

    public void EnterCall()
    {
        Step();
        if (++Depth > _limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TooDeep();
    }

    /// <summary>Guards a recursion of the library (JSON, flat, clone); the caller passes how deep it is.</summary>
    public void CheckDepth(int depth)
    {
        if (depth > _limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TooDeep();
    }

    public ScriptException OutOfTime() => Limit(ScriptErrorKind.TimeLimit, $"The script ran longer than {_limits.MaxTime.TotalMilliseconds:N0} ms.");

    public abstract ScriptException Limit(ScriptErrorKind kind, string message);

    protected void Begin(ScriptLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        _limits = limits;
        _time = time;
        _bytes = limits.MaxAllocation;
        _portion = (int)Math.Min(Portion, Math.Max(0, limits.MaxSteps));
        _steps = limits.MaxSteps - _portion;
        _timed = false;
        Depth = 0;
        At = 0;
        Cancellation = cancellation;
    }

    private ScriptException TooDeep() => Limit(ScriptErrorKind.DepthLimit, $"Calls or data are nested deeper than {_limits.MaxDepth} levels.");

    private void StartClock()
    {
        // The clock starts with the first look at it: most expressions end within their first portion and never pay for it.
        if (_timed) return;
        _timed = true;
        _startedAt = _time.GetTimestamp();
    }

    private void NextPortion(long count)
    {
        _steps -= count - Math.Max(0, _portion);
        if (_steps < 0) throw Limit(ScriptErrorKind.StepLimit, $"The script took more than {_limits.MaxSteps:N0} steps.");
        _portion = (int)Math.Min(Portion, _steps);
        _steps -= _portion;
        Cancellation.ThrowIfCancellationRequested();
        if (!_timed) StartClock();
        else if (_time.GetElapsedTime(_startedAt) > _limits.MaxTime) throw OutOfTime();
    }
}
