using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>How a child run tells the run that waits for it that it has ended.</summary>
internal static class ChildResult
{
    /// <summary>Stimulus name of a wait for a child.</summary>
    public const string StimulusName = "Elsa.DispatchWorkflow";

    /// <summary>What the waiting bookmark is made of.</summary>
    public static DataObject Payload(string childInstanceId) => new() { ["ChildInstanceId"] = childInstanceId };

    /// <summary>The item that resumes the parent; rides on the child's last commit.</summary>
    public static InboxItem ForParent(Run child) => new()
    {
        Id = IdGenerator.Derive("child-result", child.InstanceId),
        Kind = InboxItemKind.Resume,
        InstanceId = child.ParentInstanceId,
        StimulusHash = Stimulus.Hash(StimulusName, Payload(child.InstanceId)),
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
