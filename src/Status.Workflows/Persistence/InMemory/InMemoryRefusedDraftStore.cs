using Status.Workflows.Definitions;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Refused drafts in memory.</summary>
internal sealed class InMemoryRefusedDraftStore(InMemoryState state) : IRefusedDraftStore
{
    public ValueTask KeepAsync(RefusedDraft draft, CancellationToken cancellationToken)
    {
        lock (state.Gate) state.RefusedDrafts[draft.Id] = draft;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<RefusedDraft>> ListAsync(string? author, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            return ValueTask.FromResult<IReadOnlyList<RefusedDraft>>(
                [.. state.RefusedDrafts.Values.Where(d => author is null || d.Author == author).OrderByDescending(d => d.RefusedAt).ThenBy(d => d.Id, StringComparer.Ordinal).Take(1000)]);
    }

    public ValueTask<RefusedDraft?> GetAsync(string id, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.RefusedDrafts.GetValueOrDefault(id));
    }

    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.RefusedDrafts.Remove(id));
    }
}
