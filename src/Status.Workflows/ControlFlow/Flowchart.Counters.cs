using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <content>
/// Counters: whatever a child ends with, all its connections are visited, and followed or not. A child runs when all forward connections into it have been visited more often
/// than itself and one of them was followed; when none was, it is skipped, and so are those behind it. Connections that lead back are taken at once.
/// </content>
internal sealed partial class Flowchart
{
    /// <summary>Property of an execution that a connection leading back has scheduled: it does not count as a visit.</summary>
    private const string BackwardProperty = "BackwardConnection";

    /// <summary>A join has begun: what runs upstream of it is cancelled. Nothing to do in a flow of tokens.</summary>
    public void BeginJoin(NodeExecution self, int join)
    {
        if (self.ContainerState is not FlowCounts counts) return;
        // It is no longer scheduled, and not yet visited: what the cancelled ones leave may reach it once more.
        counts.Open(join)--;
        CancelUpstream(self, counts, join);
        counts.Open(join)++;
    }

    private void CancelUpstream(NodeExecution self, FlowCounts counts, int target)
    {
        foreach (var source in counts.Directions.Upstream(target))
        {
            if (counts.Open(source) == 0) continue;
            foreach (var live in self.Run.Live().Where(l => l.Parent == self && l.Node.Position == source).ToArray())
            {
                self.Run.Cancel(live);
                counts.Open(source)--;
                Visit(self, counts, source, child: null);
            }
        }
    }

    private ValueTask OnVisitCompleted(NodeExecution self, FlowCounts counts, NodeExecution child)
    {
        counts.Open(child.Node.Position)--;
        if (child.Node.IsTerminal) return self.CompleteActivityAsync();
        Visit(self, counts, child.Node.Position, child);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    private ValueTask OnVisitCanceled(NodeExecution self, FlowCounts counts, NodeExecution child)
    {
        counts.Open(child.Node.Position)--;
        Visit(self, counts, child.Node.Position, child: null);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <summary>Visits all connections that leave a child.</summary>
    /// <param name="self">The flowchart.</param>
    /// <param name="counts">Its counts.</param>
    /// <param name="position">The child.</param>
    /// <param name="child">Its execution; <c>null</c> when it was skipped or cancelled, so that nothing is followed.</param>
    private void Visit(NodeExecution self, FlowCounts counts, int position, NodeExecution? child)
    {
        if (child?.ExtrasOrNull?.Properties?[BackwardProperty] is not true) counts.Visits(position)++;
        foreach (var edge in _graph.Outbound[position])
        {
            var followed = child is not null && child.HasOutcome(_graph.Edges[edge].Port);
            counts.EdgeVisits(edge)++;
            counts.Followed(edge) = followed;
            var target = _graph.Edges[edge].Target;
            if (counts.Directions.IsForward(edge)) Reach(self, counts, edge, target);
            else if (followed) GoBack(self, counts, edge, target);
        }
    }

    private void Reach(NodeExecution self, FlowCounts counts, int edge, int target)
    {
        var mode = _graph.Children[target].Activity is FlowJoin join ? join.Waits : FlowJoinMode.WaitAllActive;
        if (mode == FlowJoinMode.WaitAny)
        {
            ReachFirst(self, counts, edge, target);
            return;
        }

        if (!counts.AllVisited(target)) return;
        if (mode == FlowJoinMode.WaitAll ? counts.AllFollowed(target) : counts.AnyFollowed(target)) Schedule(self, counts, target);
        else Visit(self, counts, target, child: null);
    }

    private void ReachFirst(NodeExecution self, FlowCounts counts, int edge, int target)
    {
        // A late arrival, or one beside the arrival that has scheduled the target.
        if (counts.EdgeVisits(edge) <= counts.Visits(target) || counts.Open(target) > 0) return;
        if (counts.AnyFollowed(target))
        {
            Schedule(self, counts, target);
            CancelUpstream(self, counts, target);
        }
        else if (counts.AllVisited(target))
        {
            Visit(self, counts, target, child: null);
        }
    }

    private void GoBack(NodeExecution self, FlowCounts counts, int edge, int target)
    {
        var source = _graph.Edges[edge].Source;
        if (counts.Directions.CanReachAround(source, target))
        {
            throw new InvalidOperationException(
                $"The connection from '{_graph.Children[source].Id}' back to '{_graph.Children[target].Id}' leads into a loop that also has another entrance, which flowcharts that count visits cannot run.");
        }

        Schedule(self, counts, target).SetProperty(BackwardProperty, true);
    }

    private NodeExecution Schedule(NodeExecution self, FlowCounts counts, int child)
    {
        counts.Open(child)++;
        return self.Run.Schedule(_graph.Children[child], self);
    }
}
