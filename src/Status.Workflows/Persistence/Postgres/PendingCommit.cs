using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>A commit that waits for its transaction.</summary>
internal sealed class PendingCommit(RunCommit commit)
{
    private readonly TaskCompletionSource<CommitOutcome> _done =
        new(commit.IsAwaitedByCaller ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    public RunCommit Commit { get; } = commit;

    /// <summary>Same commit, same id: how a repetition after a lost connection is recognised as already stored.</summary>
    public Guid CommitId { get; } = Fingerprint(commit);

    /// <summary>The state as it is stored; packed by the caller, so that no commit waits for another's.</summary>
    public byte[] State { get; } = PackedJson.Pack(commit.Instance.State);

    /// <summary>The journal as it is stored.</summary>
    public IReadOnlyList<(long FirstSequence, int Count, byte[] Packed)> Journal { get; } =
        [.. commit.Journal.Select(page => (page.FirstSequence, page.Count, PackedJson.Pack(page.Records)))];

    public string InstanceId => Commit.Instance.Id.Value;

    public long NewRevision => Commit.ExpectedRevision + 1;

    /// <inheritdoc cref="CommitMark.IsNeeded"/>
    public bool NeedsMark { get; } = CommitMark.IsNeeded(commit);

    public string Mark => "run/" + InstanceId;

    public Task<CommitOutcome> Task => _done.Task;

    /// <summary>Tells the caller that it is stored. What the caller does next may run before this returns (<see cref="RunCommit.IsAwaitedByCaller"/>): not for the thread that commits.</summary>
    public void Succeed() => _done.TrySetResult(new CommitOutcome(CommitStatus.Committed, NewRevision));

    public void Decline(CommitStatus reason) => TellElsewhere(new CommitOutcome(reason, Commit.ExpectedRevision));

    public void Stale() => TellElsewhere(new CommitOutcome(CommitStatus.Stale, Commit.ExpectedRevision));

    public void Refuse(string reason, string? writeKey) => TellElsewhere(new CommitOutcome(CommitStatus.Refused, Commit.ExpectedRevision, reason, writeKey));

    public void Fail(Exception exception) => ThreadPool.QueueUserWorkItem(static p => p.Done.TrySetException(p.Exception), (Done: _done, Exception: exception), preferLocal: false);

    private void TellElsewhere(CommitOutcome outcome) =>
        ThreadPool.QueueUserWorkItem(static p => p.Done.TrySetResult(p.Outcome), (Done: _done, Outcome: outcome), preferLocal: false);

    private static Guid Fingerprint(RunCommit commit)
    {
        // One call each for the state and for the rest: a hash that is fed piece by piece costs four times as much at this size.
        var parts = new ArrayBufferWriter<byte>(SHA256.HashSizeInBytes + 2 * sizeof(long));
        var head = parts.GetSpan(SHA256.HashSizeInBytes + 2 * sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(head, commit.ExpectedRevision);
        BinaryPrimitives.WriteInt64LittleEndian(head[sizeof(long)..], commit.Instance.UpdatedAt.UtcTicks);
        SHA256.HashData(commit.Instance.State.Span, head[(2 * sizeof(long))..]);
        parts.Advance(SHA256.HashSizeInBytes + 2 * sizeof(long));
        foreach (var fact in commit.Facts) Encoding.UTF8.GetBytes(fact.Key, parts);
        foreach (var write in commit.Writes) Encoding.UTF8.GetBytes(write.Key, parts);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parts.WrittenSpan, digest);
        return new Guid(digest[..16]);
    }
}
