using Status.Workflows.Execution;

namespace Status.Workflows.Definitions;

/// <summary>Keeps refused drafts. Adapters: PostgreSQL and memory.</summary>
public interface IRefusedDraftStore
{
    /// <summary>Keeps a draft; one with the same id is replaced.</summary>
    ValueTask KeepAsync(RefusedDraft draft, CancellationToken cancellationToken);

    /// <summary>The drafts of an author, newest first; of everybody when <paramref name="author"/> is <c>null</c>. At most 1,000.</summary>
    ValueTask<IReadOnlyList<RefusedDraft>> ListAsync(string? author, CancellationToken cancellationToken);

    /// <summary>A draft; <c>null</c> when there is none.</summary>
    ValueTask<RefusedDraft?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes a draft.</summary>
    /// <param name="id">The draft.</param>
    /// <param name="note">What is committed with it; <c>null</c> = nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><c>false</c> when there was none.</returns>
    ValueTask<bool> RemoveAsync(string id, CommitNote? note, CancellationToken cancellationToken);
}
