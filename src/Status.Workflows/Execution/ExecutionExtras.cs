using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>What few executions need.</summary>
internal sealed class ExecutionExtras
{
    public DataObject? StimulusInput { get; set; }

    public DataObject? JournalData { get; set; }

    public DataObject? Dynamic { get; set; }

    public DataObject? Properties { get; set; }

    /// <summary>The turn of a parallel loop that this execution is the body of.</summary>
    public LoopScope? Turn { get; set; }

    /// <summary>Values of inputs evaluated in this execution, by their memo index; <see cref="NotEvaluated"/> marks the others.</summary>
    public object?[]? Memo { get; set; }

    /// <summary>How often runs that it had started were given up, so that others have to be started in their place.</summary>
    public int Restarts { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Ends the present try of an activity with a time limit.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The present try of an activity with a retry strategy.</summary>
    public ActivityAttempt? Attempt { get; set; }

    public static object NotEvaluated { get; } = new();

    public bool TryGet(string name, out object? value)
    {
        if (Dynamic is not null && Dynamic.TryGetValue(name, out value)) return true;
        value = null;
        return Turn is not null && Turn.TryGet(name, out value);
    }
}
