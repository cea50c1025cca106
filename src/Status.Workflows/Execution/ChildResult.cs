using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>How a child run tells the run that waits for it that it has ended.</summary>
internal static class ChildResult
{
    /// <summary>Stimulus name of a wait for a child.</summary>
    public const string StimulusName = "Elsa.DispatchWorkflow";

    /// <summary>What the waiting bookmark is made of.</summary>
    public static DataObject Payload(string childInstanceId) => new() { ["ChildInstanceId"] = childInstanceId };

    /// <summary>Name of the member that says why a child could not be started.</summary>
    public const string Refusal = "cannotStart";

    /// <summary>The wait of a parent that waits for one child.</summary>
    public static ParentReply ReplyOf(string childInstanceId, bool atRest = false) => new(Stimulus.Hash(StimulusName, Payload(childInstanceId)), atRest);

    /// <summary>The item that tells the parent of a child that could not be started.</summary>
    public static InboxItem ForRefused(InboxItem start, string childInstanceId, string reason) => new()
    {
        Id = IdGenerator.Derive("child-result", childInstanceId),
        Kind = InboxItemKind.Resume,
        InstanceId = start.ParentInstanceId,
        StimulusHash = start.ReplyTo!.Hash,
        Payload = new DataObject { ["workflowInstanceId"] = childInstanceId, [Refusal] = reason },
        Cause = start.Cause,
        Depth = start.Depth,
    };

    /// <summary>The item that resumes the parent; rides on the child's last commit.</summary>
    public static InboxItem ForParent(Run child) => new()
    {
        Id = IdGenerator.Derive("child-result", child.InstanceId),
        Kind = InboxItemKind.Resume,
        InstanceId = child.ParentInstanceId,
        StimulusHash = child.ReplyTo!.Hash,
        Payload = new DataObject
        {
            ["workflowInstanceId"] = child.InstanceId,
            ["status"] = InstanceTransitions.StatusOf(child.SubStatus).ToString(),
            ["subStatus"] = child.SubStatus.ToString(),
            ["output"] = child.OutputOrNull ?? [],
        },
        Cause = child.Cause,
        Depth = Math.Max(0, child.Depth - 1),
    };
}
