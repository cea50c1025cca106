using Status.Workflows.Execution;

namespace Status.Testing.Workflows;

/// <summary>The process died.</summary>
public sealed class CrashException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">When it died.</param>
    public CrashException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public CrashException()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">When it died.</param>
    /// <param name="innerException">Cause.</param>
    public CrashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A store of runs whose process dies once, right before or right after a commit: the caller never learns how the commit ended.</summary>
/// <param name="inner">Keeps the runs; survives.</param>
/// <param name="point">When it dies; other stores of the process may share it.</param>
public sealed class CrashingStore(IRunStore inner, CrashPoint point) : IRunStore
{
    /// <summary>Creates a store that dies of a commit of its own.</summary>
    /// <param name="inner">Keeps the runs; survives.</param>
    /// <param name="dieAt">Number of the commit, from 1.</param>
    /// <param name="after">Whether the commit has become durable.</param>
    public CrashingStore(IRunStore inner, int dieAt, bool after)
        : this(inner, new CrashPoint(dieAt, after))
    {
    }

    /// <summary>Whether it has happened.</summary>
    public bool HasCrashed => point.HasCrashed;

    /// <summary>Number of commits asked for.</summary>
    public int Commits => point.Transactions;

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => point.DoAsync(() => inner.CommitAsync(commit, cancellationToken), endsWork: true);

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadBookmarksAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken) =>
        inner.FindBookmarksAsync(hash, correlationId, take, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadReplyAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(id, fromSequence, takePages, cancellationToken);
}
