using System.Text;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Stores;

/// <summary>Commits for tests.</summary>
internal static class Commits
{
    private static int _count;

    public static string NewId(string prefix = "run") => $"{prefix}-{Interlocked.Increment(ref _count):d6}-{Guid.NewGuid():n}";

    public static InstanceRecord Instance(string id, InstanceSubStatus subStatus = InstanceSubStatus.Suspended, string state = "{}") => new()
    {
        Id = new InstanceId(id),
        DefinitionId = "definition",
        DefinitionVersionId = "version",
        Version = 1,
        Status = subStatus >= InstanceSubStatus.Finished ? InstanceStatus.Finished : InstanceStatus.Running,
        SubStatus = subStatus,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        StateVersion = 1,
        State = Encoding.UTF8.GetBytes(state),
    };

    public static RunCommit Commit(string id, long expected = 0, InstanceSubStatus subStatus = InstanceSubStatus.Suspended, string state = "{}") => new()
    {
        Instance = Instance(id, subStatus, state),
        ExpectedRevision = expected,
        Mode = PersistenceMode.Durable,
    };

    public static FactDraft Fact(string key, string type = "test.happened") => new(type, new DataObject { ["key"] = key }, key);

    public static Bookmark Bookmark(string run, string id, string hash, string? correlationId = null) => new()
    {
        Id = id,
        InstanceId = new InstanceId(run),
        Name = "Event",
        Hash = hash,
        Payload = new DataObject { ["name"] = "x" },
        ActivityNodeId = "Flow:1",
        ActivityInstanceId = "ai-" + id,
        CorrelationId = correlationId,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static InboxItem Start(string id, string? run = null) => new() { Id = id, Kind = InboxItemKind.Start, DefinitionId = "definition", InstanceId = run };

    public static InboxItem Stimulus(string id, string hash, string? correlationId = null) =>
        new() { Id = id, Kind = InboxItemKind.Resume, StimulusHash = hash, CorrelationId = correlationId };
}
