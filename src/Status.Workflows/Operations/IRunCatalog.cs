using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Finds, removes and takes in runs. Adapters: PostgreSQL and memory.</summary>
public interface IRunCatalog
{
    /// <summary>One page of the runs that match, with the number of all that do.</summary>
    ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Removes runs with their journals and answers. A run that has not ended stays: others may wait for it, and its work is accepted; it has to be cancelled first.
    /// </summary>
    /// <param name="ids">The runs.</param>
    /// <param name="note">What is committed with the removal of a run; <c>null</c> when nothing.</param>
    /// <param name="cancellationToken">Stops before the transaction.</param>
    /// <returns>The ids of those that were removed.</returns>
    ValueTask<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<string> ids, Func<string, CommitNote>? note, CancellationToken cancellationToken);

    /// <summary>Removes runs that ended before a time, oldest first, at most <paramref name="take"/>; or only the journals of those that have one. Returns how many.</summary>
    ValueTask<int> TrimAsync(DateTimeOffset endedBefore, bool journalsOnly, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Stores runs from outside, with their journals and all that they need to go on: all of them or, when one is refused, none: because its id is taken by a run or by accepted work, or because it
    /// goes on and its workflow does not allow it beside what goes on here (or comes with it). What is remembered of work that an earlier run of the same id has consumed is forgotten, or the same work
    /// would not be accepted again.
    /// </summary>
    /// <param name="runs">The runs, each id once.</param>
    /// <param name="note">What is committed with a run; <c>null</c> when nothing.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Those that are refused; empty when all are stored.</returns>
    ValueTask<IReadOnlyList<ImportRefusal>> ImportAsync(IReadOnlyList<RunArrival> runs, Func<ArchivedRun, CommitNote>? note, CancellationToken cancellationToken);
}
