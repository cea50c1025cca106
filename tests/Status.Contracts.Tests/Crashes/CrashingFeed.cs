using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The feed of a process that may die when it has taken a cursor, and around each step of a follower that has an effect.</summary>
internal sealed class CrashingFeed(IFeed inner, CrashPoint point) : IFeed
{
    private readonly HashSet<string> _driven = new(StringComparer.Ordinal);

    public ValueTask<long> AppendAsync(IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken) => point.DoAsync(() => inner.AppendAsync(facts, cancellationToken));

    public ValueTask<long> AppendAsync(IReadOnlyList<CommitNote> notes, CancellationToken cancellationToken) => point.DoAsync(() => inner.AppendAsync(notes, cancellationToken));

    public ValueTask<long?> AcquireCursorAsync(string follower, string host, CancellationToken cancellationToken) =>
        point.DoAsync(() => inner.AcquireCursorAsync(follower, host, cancellationToken), position => position is not null && _driven.Add(follower));

    // Passing over what a follower does not want changes nothing that anybody could see: no transaction worth a death.
    public ValueTask<bool> AdvanceAsync(FollowerCommit commit, CancellationToken cancellationToken) => ReferenceEquals(commit.Effect, FollowerEffect.None)
        ? inner.AdvanceAsync(commit, cancellationToken)
        : point.DoAsync(() => inner.AdvanceAsync(commit, cancellationToken), endsWork: true);

    public ValueTask<IReadOnlyList<Fact>> ReadAsync(long after, int take, CancellationToken cancellationToken) => inner.ReadAsync(after, take, cancellationToken);

    public ValueTask<long> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

    public ValueTask<IReadOnlyList<CursorStatus>> GetCursorsAsync(CancellationToken cancellationToken) => inner.GetCursorsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ParkedFact>> GetParkedAsync(string follower, int take, CancellationToken cancellationToken) => inner.GetParkedAsync(follower, take, cancellationToken);

    public ValueTask<int> TrimAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => inner.TrimAsync(olderThan, cancellationToken);

    public ValueTask WaitAsync(long after, CancellationToken cancellationToken) => inner.WaitAsync(after, cancellationToken);
}
