namespace Status.Activities.Compliance;

/// <summary>Finds agreements. Implemented by the slice Registry and by an in-memory adapter.</summary>
public interface IAgreementCatalog
{
    /// <summary>The current version of an agreement, or the one numbered <paramref name="version"/>; <c>null</c> when there is none.</summary>
    Task<AgreementVersion?> FindAsync(string id, int? version, CancellationToken cancellationToken);

    /// <summary>The current version of every agreement that was not deleted, by id.</summary>
    Task<IReadOnlyList<AgreementVersion>> ListCurrentAsync(CancellationToken cancellationToken);
}
