using Status.Activities.Compliance;

namespace Status.Activities.Registry.Computations;

/// <summary>Reads computations. They are written by <see cref="ComputationWrites"/>. Adapters: PostgreSQL and memory.</summary>
public interface IComputationStore : IComputationSummaries
{
    /// <summary>A run of controls; <c>null</c> when nobody started it.</summary>
    Task<ComputationGroup?> FindGroupAsync(string id, CancellationToken cancellationToken);

    /// <summary>Computations that match, newest first, with the number of all that match.</summary>
    Task<(IReadOnlyList<Computation> Items, long Total)> ListAsync(ComputationFilter filter, CancellationToken cancellationToken);
}
