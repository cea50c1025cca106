namespace Status.Activities.Agreements.Points;

/// <summary>
/// Reads results of evaluations. They are written by <see cref="Evaluation.EvaluationWrites"/> with the commit of the run that evaluated. Adapters:
/// PostgreSQL and memory.
/// </summary>
public interface IPointStore
{
    /// <summary>Where each guarantee of an agreement stands, by guarantee and scope; empty when it was never evaluated.</summary>
    Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(string agreementId, CancellationToken cancellationToken);

    /// <summary>The same for several agreements at once, by agreement, guarantee and scope.</summary>
    Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken);

    /// <summary>Points that match, newest window first, with the number of all that match.</summary>
    Task<(IReadOnlyList<StoredPoint> Items, long Total)> ListAsync(PointFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Points in at most as many steps as asked for. A point counts at the end of its window, or at the instant up to which it was evaluated while its window is open.
    /// </summary>
    Task<PointSummary> SummarizeAsync(PointRange range, CancellationToken cancellationToken);

    /// <summary>One point; <c>null</c> when there is none.</summary>
    Task<StoredPoint?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The agreements among <paramref name="agreementIds"/> that were evaluated for a run of controls.</summary>
    Task<IReadOnlySet<string>> FindEvaluatedAsync(string computationGroup, IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken);
}
