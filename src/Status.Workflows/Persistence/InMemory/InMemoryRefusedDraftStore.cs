using Status.Workflows.Definitions;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Refused drafts in memory.</summary>
internal sealed class InMemoryRefusedDraftStore(InMemoryState state, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IRefusedDraftStore
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

    public ValueTask<bool> RemoveAsync(string id, CommitNote? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (!state.RefusedDrafts.ContainsKey(id)) return ValueTask.FromResult(false);
            if (note is not null) signals.FactsCommitted(state.Append([note], services, timeProvider.GetUtcNow()));
            return ValueTask.FromResult(state.RefusedDrafts.Remove(id));
        }
    }
}
