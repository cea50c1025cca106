namespace Status.Workflows.Execution;

/// <content>A run of one node by itself, as a test of an activity makes it.</content>
internal sealed partial class Run
{
    /// <summary>Begins at a node. What stands around it counts as ended: it lends its variables, is told of nothing, and nothing follows the node.</summary>
    public void StartAlone(PlanNode node)
    {
        MoveTo(InstanceSubStatus.Executing);
        Schedule(node, Around(node.Parent));
    }

    private NodeExecution? Around(PlanNode? node) => node is null ? null : new NodeExecution(this, node, Around(node.Parent), ++ExecutionCount)
    {
        Status = ExecutionStatus.Completed,
        IsScopeOnly = true,
        Variables = node.Variables.Length > 0 ? MakeVariables(node.Variables) : null,
    };
}
