namespace Status.Activities.Compliance;

/// <summary>Reads what controls computed. Implemented by the slice Registry and by an in-memory adapter.</summary>
public interface IComputationSummaries
{
    /// <summary>Answers all <paramref name="queries"/>, in their order and in equal number. Only runs that are complete count.</summary>
    Task<IReadOnlyList<ComputationSummary>> SummariseAsync(IReadOnlyList<ComputationQuery> queries, CancellationToken cancellationToken);
}
