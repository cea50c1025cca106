namespace Status.Activities.Compliance;

/// <summary>Finds stored evidence. Implemented by the slice Evidence and by an in-memory adapter.</summary>
public interface IEvidenceIndex
{
    /// <summary>The committed evidence that answers <paramref name="query"/>, oldest first; empty when there is none.</summary>
    Task<IReadOnlyList<EvidenceReference>> FindAsync(EvidenceQuery query, CancellationToken cancellationToken);
}
