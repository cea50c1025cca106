namespace Status.Workflows.Execution;

/// <summary>The one table by which a run changes its status.</summary>
public static class InstanceTransitions
{
    private static readonly (InstanceSubStatus From, InstanceSubStatus To)[] _allowed =
    [
        (InstanceSubStatus.Pending, InstanceSubStatus.Executing),
        (InstanceSubStatus.Pending, InstanceSubStatus.Cancelled),
        (InstanceSubStatus.Pending, InstanceSubStatus.Faulted),
        (InstanceSubStatus.Executing, InstanceSubStatus.Suspended),
        (InstanceSubStatus.Executing, InstanceSubStatus.Finished),
        (InstanceSubStatus.Executing, InstanceSubStatus.Cancelled),
        (InstanceSubStatus.Executing, InstanceSubStatus.Faulted),
        (InstanceSubStatus.Suspended, InstanceSubStatus.Executing),
        (InstanceSubStatus.Suspended, InstanceSubStatus.Cancelled),
        (InstanceSubStatus.Suspended, InstanceSubStatus.Faulted),
        // A person has it retried; nothing else leads out of an end.
        (InstanceSubStatus.Faulted, InstanceSubStatus.Executing),
    ];

    /// <summary>Every allowed change.</summary>
    public static IReadOnlyList<(InstanceSubStatus From, InstanceSubStatus To)> Allowed => _allowed;

    /// <summary>Elsa's coarse status of a fine one.</summary>
    /// <param name="subStatus">The fine status.</param>
    /// <returns>Running or finished.</returns>
    public static InstanceStatus StatusOf(InstanceSubStatus subStatus) =>
        subStatus is InstanceSubStatus.Pending or InstanceSubStatus.Executing or InstanceSubStatus.Suspended ? InstanceStatus.Running : InstanceStatus.Finished;

    /// <summary>Changes a status.</summary>
    /// <param name="from">The status it has.</param>
    /// <param name="to">The status it gets.</param>
    /// <returns>The new status.</returns>
    /// <exception cref="InvalidOperationException">The table does not allow it.</exception>
    public static InstanceSubStatus Move(InstanceSubStatus from, InstanceSubStatus to)
    {
        if (from == to) return to;
        foreach (var (allowedFrom, allowedTo) in _allowed)
        {
            if (allowedFrom == from && allowedTo == to) return to;
        }

        throw new InvalidOperationException($"A run cannot go from {from} to {to}.");
    }
}
