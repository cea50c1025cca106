using System.Text.Json;
using Status.Activities.Compliance;

namespace Status.Activities.Registry.Agreements;

/// <summary>
/// Keeps agreements and their versions. Takes documents that were found valid; validity is the evaluator's to judge. Adapters: PostgreSQL and memory.
/// </summary>
public interface IAgreementStore : IAgreementCatalog
{
    /// <summary>Stores a new agreement; an id that was deleted may be used again and continues its numbering.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="document">Its content.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="note">Makes what is committed with it; asked only when it is stored.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<AgreementWrite> CreateAsync(string id, JsonElement document, string author, AgreementNote? note, CancellationToken cancellationToken);

    /// <summary>Stores a new version, or nothing when the content is the current one's.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="document">The new content.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="expectedVersion">The version that must be current; <c>null</c> when any may be.</param>
    /// <param name="note">Makes what is committed with it; asked only when a version is stored.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<AgreementWrite> ReplaceAsync(string id, JsonElement document, string author, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken);

    /// <summary>Deletes an agreement; its versions stay, because points refer to them.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="expectedVersion">The version that must be current; <c>null</c> when any may be.</param>
    /// <param name="note">Makes what is committed with it; asked only when it is deleted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<AgreementWrite> DeleteAsync(string id, int? expectedVersion, AgreementNote? note, CancellationToken cancellationToken);

    /// <summary>All versions of an agreement that was not deleted, newest first; empty when there is none.</summary>
    Task<IReadOnlyList<AgreementVersion>> ListVersionsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Who wrote the current version, or the last one of a deleted agreement; <c>null</c> when the id was never used.</summary>
    Task<AgreementAuthor?> FindAuthorAsync(string id, CancellationToken cancellationToken);
}
