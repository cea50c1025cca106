namespace Status.Workflows.Operations;

/// <summary>Finds and removes runs. Adapters: PostgreSQL and memory.</summary>
public interface IRunCatalog
{
    /// <summary>One page of the runs that match, with the number of all that do.</summary>
    ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Removes runs with their journals and answers. A run that has not ended stays: others may wait for it, and its work is accepted; it has to be cancelled first.
    /// </summary>
    /// <param name="ids">The runs.</param>
    /// <param name="cancellationToken">Stops before the transaction.</param>
    /// <returns>The ids of those that were removed.</returns>
    ValueTask<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}
