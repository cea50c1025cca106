using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <content>
/// Tokens: each completion puts one on every connection that leaves through one of its outcomes; the merge mode of the target says which tokens it needs.
/// </content>
internal sealed partial class Flowchart
{
    private ValueTask OnTokenCompleted(NodeExecution self, FlowState state, NodeExecution child)
    {
        var position = child.Node.Position;
        state.Open(position)--;
        if (child.Node.IsTerminal) return self.CompleteActivityAsync();
        // Before its own tokens leave: one on a connection back to itself is for its next turn.
        Consume(state, position);
        var outbound = _graph.Outbound[position];
        var active = 0UL;
        for (var i = 0; i < outbound.Length; i++)
        {
            if (!child.HasOutcome(_graph.Edges[outbound[i]].Port)) continue;
            if (i < 64) active |= 1UL << i;
            state.Tokens(outbound[i])++;
            state.Pointing(_graph.Edges[outbound[i]].Target)++;
        }

        for (var i = 0; i < outbound.Length; i++)
        {
            var isActive = i < 64 ? (active & (1UL << i)) != 0 : child.HasOutcome(_graph.Edges[outbound[i]].Port);
            if (isActive) Arrive(self, state, outbound[i], position);
        }

        ReleaseWaiting(self, state, outbound);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <summary>A cancelled child leaves no token; whoever waited for it may go on.</summary>
    private ValueTask OnTokenCanceled(NodeExecution self, FlowState state, NodeExecution child)
    {
        var position = child.Node.Position;
        state.Open(position)--;
        Consume(state, position);
        ReleaseWaiting(self, state, _graph.Outbound[position]);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    private void Arrive(NodeExecution self, FlowState state, int edge, int source)
    {
        var target = _graph.Edges[edge].Target;
        switch (_graph.Modes[target])
        {
            case MergeMode.Merge:
                var needed = state.Directions.ForwardInbound[target];
                if (needed.Length <= 1 || AllHaveTokens(state, needed)) Schedule(self, state, target);
                break;
            case MergeMode.Converge:
                if (AllHaveTokens(state, _graph.Inbound[target])) Schedule(self, state, target);
                break;
            case MergeMode.Cascade or MergeMode.Race:
                ArriveFirst(self, state, edge, target, source);
                break;
            default:
                if (!SourcesAreActive(state, target)) Schedule(self, state, target);
                break;
        }
    }

    private void ArriveFirst(NodeExecution self, FlowState state, int edge, int target, int source)
    {
        if (state.Blocks(edge) > 0)
        {
            state.Blocks(edge)--;
            Take(state, edge, target);
            return;
        }

        if (_graph.Modes[target] == MergeMode.Race)
        {
            // Nothing upstream is left that could arrive, so nothing needs to be swallowed: a block would eat the next turn of a loop.
            CancelAncestors(self, state, target);
        }
        else
        {
            foreach (var other in state.Directions.ForwardInbound[target])
            {
                if (_graph.Edges[other].Source != source) state.Blocks(other)++;
            }
        }

        Schedule(self, state, target);
    }

    /// <summary>
    /// A child that waited for active sources may go on when one of them ended without sending it a token. (Elsa's engine leaves it there; see docs/elsa-compatibility.md.)
    /// </summary>
    private void ReleaseWaiting(NodeExecution self, FlowState state, int[] outbound)
    {
        foreach (var edge in outbound)
        {
            var target = _graph.Edges[edge].Target;
            if (_graph.Modes[target] == MergeMode.Stream && state.Open(target) == 0 && state.Pointing(target) > 0 && !SourcesAreActive(state, target))
                Schedule(self, state, target);
        }
    }

    private bool SourcesAreActive(FlowState state, int target)
    {
        foreach (var edge in state.Directions.ForwardInbound[target])
        {
            if (state.Pointing(_graph.Edges[edge].Source) > 0) return true;
        }

        return false;
    }

    private static bool AllHaveTokens(FlowState state, int[] edges)
    {
        foreach (var edge in edges)
        {
            if (state.Tokens(edge) == 0) return false;
        }

        return true;
    }

    private void Consume(FlowState state, int child)
    {
        foreach (var edge in _graph.Inbound[child])
        {
            state.Pointing(child) -= state.Tokens(edge);
            state.Tokens(edge) = 0;
        }
    }

    private static void Take(FlowState state, int edge, int target)
    {
        state.Tokens(edge)--;
        state.Pointing(target)--;
    }

    private void Schedule(NodeExecution self, FlowState state, int child)
    {
        state.Open(child)++;
        self.Run.Schedule(_graph.Children[child], self);
    }

    private void CancelAncestors(NodeExecution self, FlowState state, int target)
    {
        var seen = new bool[_graph.Children.Length];
        var stack = new Stack<int>();
        seen[target] = true;
        stack.Push(target);
        while (stack.TryPop(out var node))
        {
            foreach (var edge in _graph.Inbound[node])
            {
                var source = _graph.Edges[edge].Source;
                if (seen[source]) continue;
                seen[source] = true;
                stack.Push(source);
                if (state.Open(source) == 0) continue;
                foreach (var live in self.Run.Live().Where(l => l.Parent == self && l.Node.Position == source).ToArray()) self.Run.Cancel(live);
                state.Open(source) = 0;
                Consume(state, source);
            }
        }
    }
}
