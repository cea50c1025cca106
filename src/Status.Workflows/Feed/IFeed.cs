using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>The ordered feed of facts and the cursors of its followers. Adapters: PostgreSQL and memory.</summary>
public interface IFeed
{
    /// <summary>Facts after a position, in order, at most <paramref name="take"/>.</summary>
    ValueTask<IReadOnlyList<Fact>> ReadAsync(long after, int take, CancellationToken cancellationToken);

    /// <summary>Position of the last committed fact; 0 when there is none.</summary>
    ValueTask<long> GetHeadAsync(CancellationToken cancellationToken);

    /// <summary>Appends facts that no run made (host thresholds, audit entries of people).</summary>
    ValueTask<long> AppendAsync(IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken);

    /// <summary>Appends notes, their facts with their rows, in a transaction of their own.</summary>
    ValueTask<long> AppendAsync(IReadOnlyList<CommitNote> notes, CancellationToken cancellationToken);

    /// <summary>
    /// Takes (or keeps) the right to drive a cursor for this host; <c>null</c> while another live host has it. Creates the cursor at 0 on first use.
    /// </summary>
    ValueTask<long?> AcquireCursorAsync(string follower, string host, CancellationToken cancellationToken);

    /// <summary>
    /// Commits effect and cursor in one transaction. <c>false</c> when the cursor was not where we thought (another host drives it) or a write that must
    /// apply did not: nothing is stored then.
    /// </summary>
    ValueTask<bool> AdvanceAsync(FollowerCommit commit, CancellationToken cancellationToken);

    /// <summary>Every cursor with its position, owner and number of parked facts.</summary>
    ValueTask<IReadOnlyList<CursorStatus>> GetCursorsAsync(CancellationToken cancellationToken);

    /// <summary>Facts that a follower has set aside, newest first, at most <paramref name="take"/>.</summary>
    ValueTask<IReadOnlyList<ParkedFact>> GetParkedAsync(string follower, int take, CancellationToken cancellationToken);

    /// <summary>Forgets facts older than a time that every cursor has passed, as far as the adapter can do so cheaply (whole partitions). Returns how many pieces went.</summary>
    ValueTask<int> TrimAsync(DateTimeOffset olderThan, CancellationToken cancellationToken);

    /// <summary>Completes when facts may have been committed after <paramref name="after"/>, or after the poll interval.</summary>
    ValueTask WaitAsync(long after, CancellationToken cancellationToken);
}

/// <summary>A follower's step.</summary>
/// <param name="Follower">Name of the cursor.</param>
/// <param name="Host">The host that drives it.</param>
/// <param name="From">Where the cursor must be.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Effect">What is committed with it.</param>
/// <param name="Parked">Facts set aside in this step, with the reason.</param>
public sealed record FollowerCommit(string Follower, string Host, long From, long To, FollowerEffect Effect, IReadOnlyList<(Fact Fact, string Reason)> Parked);

/// <summary>Where a follower stands.</summary>
/// <param name="Follower">Name of the cursor.</param>
/// <param name="Position">Last digested position.</param>
/// <param name="Host">Host that drives it; <c>null</c> when none.</param>
/// <param name="Parked">Number of facts set aside.</param>
public sealed record CursorStatus(string Follower, long Position, string? Host, long Parked);

/// <summary>A fact that a follower could not digest.</summary>
/// <param name="Follower">Name of the cursor.</param>
/// <param name="Position">Place of the fact on the feed.</param>
/// <param name="Type">Its type.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was set aside.</param>
public sealed record ParkedFact(string Follower, long Position, string Type, string Reason, DateTimeOffset At);
