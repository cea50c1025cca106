using Status.Workflows.ControlFlow;
using Status.Workflows.Execution;
using Status.Workflows.Primitives;

namespace Status.Workflows.Feed;

/// <summary>The events that runs of a plan may wait for, as hashes of their stimuli; <c>null</c> where a name is computed and only a run can tell.</summary>
/// <param name="All">By any activity.</param>
/// <param name="AfterTrigger">
/// By an activity that can be reached once a run has begun at a trigger. Without this difference every fact of a busy type would be laid before every run that another fact of the type
/// has started and that is not finished: work that grows with the square of the load.
/// </param>
internal sealed record PlanEvents(HashSet<string>? All, HashSet<string>? AfterTrigger)
{
    public static PlanEvents Of(WorkflowPlan plan)
    {
        var waits = plan.Nodes.Where(node => node.Activity is Event).ToList();
        return new PlanEvents(Hashes(waits), Hashes(waits.FindAll(node => !OnlyBeginsRuns(node))));
    }

    private static HashSet<string>? Hashes(List<PlanNode> waits)
    {
        var names = waits.ConvertAll(node => ((Event)node.Activity).EventName);
        return names.TrueForAll(name => name is { IsLiteral: true }) ? [.. names.Select(name => EventFollower.HashOf(name!.Literal ?? ""))] : null;
    }

    /// <summary>Whether the activity runs first or never: the root, the first step of a root sequence, or what no connection leads to in a root flowchart.</summary>
    private static bool OnlyBeginsRuns(PlanNode node) => node.Parent is not { } parent || (parent.Parent is null && parent.Activity switch
    {
        Flowchart => parent.Definition.Connections.All(connection => connection.Target != node.Id),
        Sequence => node.Position == 0,
        _ => false,
    });
}
