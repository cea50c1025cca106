using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The inbox of a process that may die when it has taken work, given it back or done without it.</summary>
internal sealed class CrashingInbox(IInbox inner, CrashPoint point) : IInbox
{
    public ValueTask<int> EnqueueAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken) => point.DoAsync(() => inner.EnqueueAsync(items, cancellationToken), added => added > 0);

    public ValueTask<bool> EnqueueAsync(InboxItem item, CommitNote note, CancellationToken cancellationToken) => point.DoAsync(() => inner.EnqueueAsync(item, note, cancellationToken), added => added);

    public ValueTask<IReadOnlyList<ClaimedRun>> ClaimAsync(string host, int maxRuns, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.ClaimAsync(host, maxRuns, cancellationToken), claimed => claimed.Count > 0);

    public ValueTask ReleaseAsync(string host, IReadOnlyList<string> itemIds, DateTimeOffset? notBefore, string? parkReason, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.ReleaseAsync(host, itemIds, notBefore, parkReason, cancellationToken));

    public ValueTask CompleteAsync(string host, IReadOnlyList<string> itemIds, CancellationToken cancellationToken) => point.DoAsync(() => inner.CompleteAsync(host, itemIds, cancellationToken));

    public ValueTask AbandonAsync(string host, InstanceId id, CancellationToken cancellationToken) => point.DoAsync(() => inner.AbandonAsync(host, id, cancellationToken));

    public ValueTask<(InboxItem Start, DateTimeOffset AcceptedAt)?> FindStartAsync(InstanceId id, CancellationToken cancellationToken) => inner.FindStartAsync(id, cancellationToken);

    public ValueTask<int> ExpireAsync(DateTimeOffset acceptedBefore, CancellationToken cancellationToken) => inner.ExpireAsync(acceptedBefore, cancellationToken);

    public ValueTask<(IReadOnlyList<ParkedItem> Items, long Total)> ListParkedAsync(int skip, int take, CancellationToken cancellationToken) => inner.ListParkedAsync(skip, take, cancellationToken);

    public ValueTask<bool> UnparkAsync(string itemId, CommitNote note, CancellationToken cancellationToken) => inner.UnparkAsync(itemId, note, cancellationToken);

    public ValueTask<int> TrimAsync(DateTimeOffset consumedBefore, CancellationToken cancellationToken) => inner.TrimAsync(consumedBefore, cancellationToken);

    public ValueTask<IReadOnlyList<MovingRun>> ListMovingAsync(int take, CancellationToken cancellationToken) => inner.ListMovingAsync(take, cancellationToken);

    public ValueTask<InboxDepth> GetDepthAsync(CancellationToken cancellationToken) => inner.GetDepthAsync(cancellationToken);
}
