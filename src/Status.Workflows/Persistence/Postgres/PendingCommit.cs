using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>A commit that waits for its transaction.</summary>
internal sealed class PendingCommit(RunCommit commit)
{
    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    public void Succeed() => _done.TrySetResult(new CommitOutcome(CommitStatus.Committed, NewRevision));

    public void Decline(CommitStatus reason) => _done.TrySetResult(new CommitOutcome(reason, Commit.ExpectedRevision));

    public void Stale() => _done.TrySetResult(new CommitOutcome(CommitStatus.Stale, Commit.ExpectedRevision));

    public void Refuse(string reason, string? writeKey) =>
        _done.TrySetResult(new CommitOutcome(CommitStatus.Refused, Commit.ExpectedRevision, reason, writeKey));

    public void Fail(Exception exception) => _done.TrySetException(exception);

    private static Guid Fingerprint(RunCommit commit)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(number, commit.ExpectedRevision);
        BinaryPrimitives.WriteInt64LittleEndian(number[8..], commit.Instance.UpdatedAt.UtcTicks);
        hash.AppendData(number);
        hash.AppendData(commit.Instance.State.Span);
        foreach (var fact in commit.Facts) hash.AppendData(Encoding.UTF8.GetBytes(fact.Key));
        foreach (var write in commit.Writes) hash.AppendData(Encoding.UTF8.GetBytes(write.Key));
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new Guid(digest[..16]);
    }
}
