using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Everything one burst of a run leaves, committed in one transaction or not at all. Immutable once handed to <see cref="IRunStore.CommitAsync"/>.
/// </summary>
public sealed record RunCommit
{
    /// <summary>The run as it stands after the burst.</summary>
    public required InstanceRecord Instance { get; init; }

    /// <summary>Revision that the row must have; 0 for a run that is not stored yet.</summary>
    public required long ExpectedRevision { get; init; }

    /// <summary>What is kept of this run.</summary>
    public required PersistenceMode Mode { get; init; }

    /// <summary>Bookmarks made in the burst and still open at its end.</summary>
    public IReadOnlyList<Bookmark> BookmarksCreated { get; init; } = [];

    /// <summary>Ids of stored bookmarks that are gone; their timers go with them.</summary>
    public IReadOnlyList<string> BookmarksBurned { get; init; } = [];

    /// <summary>Timers of <see cref="BookmarksCreated"/>.</summary>
    public IReadOnlyList<BookmarkTimer> TimersCreated { get; init; } = [];

    /// <summary>The journal of the burst; empty unless <see cref="PersistenceMode.Journalled"/>.</summary>
    public IReadOnlyList<JournalPage> Journal { get; init; } = [];

    /// <summary>Writes in the order in which they were enlisted.</summary>
    public IReadOnlyList<Write> Writes { get; init; } = [];

    /// <summary>Facts in the order in which they were emitted.</summary>
    public IReadOnlyList<FactDraft> Facts { get; init; } = [];

    /// <summary>Ids of the inbox items that the burst consumed; the commit fails as stale when another host has taken them.</summary>
    public IReadOnlyList<string> InboxConsumed { get; init; } = [];

    /// <summary>Work for other runs (children, the parent that waits) or for this one (to go on).</summary>
    public IReadOnlyList<InboxItem> InboxAdded { get; init; } = [];

    /// <summary>The answer to the HTTP request that started the run, when the burst wrote it.</summary>
    public HttpReply? Reply { get; init; }

    /// <summary>
    /// Whether a caller in this process waits for nothing but this commit and then only sends the answer. What follows the commit is short then, and the store may run it for several
    /// commits in turn instead of waking a thread for each.
    /// </summary>
    public bool IsAwaitedByCaller { get; init; }

    /// <summary>First commit of a run whose definition may not start while others run; <c>null</c> when there is nothing to decide.</summary>
    public ActivationRule? Activation { get; init; }

    /// <summary>Whether the runs that this one started, and that have not ended, are cancelled with this commit.</summary>
    public bool CancelsChildren { get; init; }

    /// <summary>Whether the run has ended and its definition limits how many go on: the next start that is held back for it is called.</summary>
    public bool GivesPlace { get; init; }

    /// <summary>
    /// Whether the run can be forgotten: mode off, ended, and never stored. Then only writes, facts and inbox rows are committed; the reply goes
    /// straight to the caller who waits in this process.
    /// </summary>
    public bool LeavesNoInstance => Mode == PersistenceMode.Off && ExpectedRevision == 0 && Instance.Status == InstanceStatus.Finished;
}

/// <summary>A run as stored: what lists filter by in columns, the rest as packed JSON.</summary>
public sealed record InstanceRecord
{
    /// <summary>Id of the run.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Logical id of its definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Id of the version it runs.</summary>
    public required string DefinitionVersionId { get; init; }

    /// <summary>Number of that version.</summary>
    public required int Version { get; init; }

    /// <summary>Running or finished.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Finer status.</summary>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <summary>Name set by a designer; <c>null</c> when none.</summary>
    public string? Name { get; init; }

    /// <summary>Correlation id; <c>null</c> when none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The run that started this one.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Number of incidents.</summary>
    public int IncidentCount { get; init; }

    /// <summary>Whether its definition is one that designers do not see.</summary>
    public bool IsSystem { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last committed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Position of the fact that started it; 0 when none.</summary>
    public long Cause { get; init; }

    /// <summary>Depth that its facts get.</summary>
    public int Depth { get; init; }

    /// <summary>Version of the layout of <see cref="State"/>.</summary>
    public required int StateVersion { get; init; }

    /// <summary>Variables, inputs, outputs, open executions, visits, incidents … as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Revision of the stored row; set by the store when loading.</summary>
    public long Revision { get; init; }
}

/// <summary>A place where a run waits.</summary>
public sealed record Bookmark
{
    /// <summary>Id of the bookmark.</summary>
    public required string Id { get; init; }

    /// <summary>The run that waits.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>Stimulus name.</summary>
    public required string Name { get; init; }

    /// <summary>Hash that a stimulus must have (<see cref="Stimulus.Hash"/>).</summary>
    public required string Hash { get; init; }

    /// <summary>What was hashed.</summary>
    public required DataObject Payload { get; init; }

    /// <summary>Node that waits.</summary>
    public required string ActivityNodeId { get; init; }

    /// <summary>Execution that waits.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>Correlation id of the run; a stimulus with another one does not match.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A timer that resumes a bookmark.</summary>
/// <param name="BookmarkId">The bookmark.</param>
/// <param name="Due">When.</param>
public sealed record BookmarkTimer(string BookmarkId, DateTimeOffset Due);

/// <summary>Records of a journal that are stored together.</summary>
/// <param name="FirstSequence">Sequence number of the first record.</param>
/// <param name="Count">Number of records.</param>
/// <param name="Records">The records as a UTF-8 JSON array.</param>
public sealed record JournalPage(long FirstSequence, int Count, ReadOnlyMemory<byte> Records)
{
    /// <summary>Most records of a page: one who reads a part of a long journal unfolds no more than a few of these.</summary>
    public const int MaxRecords = 1000;

    /// <summary>A page of this many bytes takes no further record.</summary>
    public const int MaxBytes = 48 * 1024;

    /// <summary>What this page holds behind a copy of it that was made when it was shorter.</summary>
    /// <param name="shorter">The copy.</param>
    internal JournalPage After(JournalPage shorter)
    {
        // The comma behind the copy's last record stands where the copy has its closing bracket.
        var rest = Records[(shorter.Records.Length - 1)..].ToArray();
        rest[0] = (byte)'[';
        return new JournalPage(FirstSequence + shorter.Count, Count - shorter.Count, rest);
    }
}

/// <summary>The answer to an HTTP request, as data: whoever holds the connection sends it after the commit.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ContentType">Media type; <c>null</c> when there is no body.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="Body">The body.</param>
public sealed record HttpReply(int StatusCode, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
