using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Cancels runs the way everything enters the engine: as accepted work. The engine then ends the run by its transitions, burns what waits and cancels children.</summary>
/// <param name="catalog">Finds runs.</param>
/// <param name="inbox">Accepts work.</param>
public sealed class RunCancellation(IRunCatalog catalog, IInbox inbox)
{
    private const int AtOnce = 500;

    /// <summary>Accepts the cancellation of every run that matches and has not ended.</summary>
    /// <param name="filter">Which runs; order and paging do not matter.</param>
    /// <param name="note">What is committed with the acceptance for a run; <c>null</c> when nothing.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>The runs whose cancellation is accepted now; those for which it already was are left out.</returns>
    public async Task<IReadOnlyList<InstanceId>> CancelAsync(RunFilter filter, Func<InstanceId, CommitNote>? note = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var accepted = new List<InstanceId>();
        while (true)
        {
            var before = accepted.Count;
            var pages = await PassAsync(filter, note, accepted, cancellationToken);
            // Runs that end while the pages are turned make others move up; one page has no such gap.
            if (pages == 1 || accepted.Count == before) return accepted;
        }
    }

    private async Task<int> PassAsync(RunFilter filter, Func<InstanceId, CommitNote>? note, List<InstanceId> accepted, CancellationToken cancellationToken)
    {
        for (var page = 0; ; page++)
        {
            var (found, _) = await catalog.ListAsync(
                filter with { Statuses = [InstanceStatus.Running], Order = RunOrder.Created, Descending = false, Skip = page * AtOnce, Take = AtOnce }, cancellationToken);
            foreach (var run in found)
            {
                var isNew = note is null ? await inbox.EnqueueAsync([Item(run.Id)], cancellationToken) > 0 : await inbox.EnqueueAsync(Item(run.Id), note(run.Id), cancellationToken);
                if (isNew) accepted.Add(run.Id);
            }

            if (found.Count < AtOnce) return page + 1;
        }
    }

    private static InboxItem Item(InstanceId id) => new() { Id = IdGenerator.Derive("cancel", id.Value), Kind = InboxItemKind.Cancel, InstanceId = id.Value };
}
