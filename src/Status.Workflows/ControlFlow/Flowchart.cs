using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>
/// Runs activities along connections. Tokens: each completion puts one on every connection that leaves through one of its outcomes; the merge mode of the target says
/// which tokens it needs.
/// </summary>
[Activity("Elsa", "Flow", "Runs activities along the connections between them.")]
[Browsable(false)]
internal sealed class Flowchart : Container
{
    private FlowGraph _graph = null!;
    private int _start;

    /// <summary>The children; bound by the plan.</summary>
    public IReadOnlyList<Activity> Activities { get; private set; } = [];

    /// <inheritdoc/>
    public override void Prepare(PlanNode node)
    {
        Activities = [.. node.Children.Select(c => c.Activity)];
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in node.Children) positions.TryAdd(child.Id, child.Position);
        var edges = node.Definition.Connections
            .Where(c => positions.ContainsKey(c.Source) && positions.ContainsKey(c.Target))
            .Select(c => new FlowEdge(positions[c.Source], c.SourcePort, positions[c.Target]))
            .Distinct();
        _graph = new FlowGraph(node.Children, [.. edges], [.. node.Children.Select(ModeOf)]);
        _start = FindStart(node, positions);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        if (_graph.Children.Length == 0) return context.CompleteActivityAsync();
        var start = TriggeredChild(self) ?? _start;
        var state = new FlowState(_graph, start);
        self.ContainerState = state;
        Schedule(self, state, start);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child)
    {
        var state = (FlowState)self.ContainerState!;
        var position = child.Node.Position;
        state.Open(position)--;
        if (child.Node.IsTerminal) return self.CompleteActivityAsync();
        var outbound = _graph.Outbound[position];
        var active = 0UL;
        for (var i = 0; i < outbound.Length; i++)
        {
            if (!child.HasOutcome(_graph.Edges[outbound[i]].Port)) continue;
            if (i < 64) active |= 1UL << i;
            state.Tokens(outbound[i])++;
            state.Pointing(_graph.Edges[outbound[i]].Target)++;
        }

        Consume(state, position);
        for (var i = 0; i < outbound.Length; i++)
        {
            var isActive = i < 64 ? (active & (1UL << i)) != 0 : child.HasOutcome(_graph.Edges[outbound[i]].Port);
            if (isActive) Arrive(self, state, outbound[i], position);
        }

        ReleaseWaiting(self, state, outbound);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state) => ((FlowState)state).Write(writer);

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => FlowState.Read(_graph, json);

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
            // A loop back to itself has just sent a token that the next execution needs.
            if (_graph.Edges[edge].Source == child) continue;
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

    private static int? TriggeredChild(NodeExecution self)
    {
        for (var node = self.Run.Trigger; node is not null; node = node.Parent)
        {
            if (node.Parent == self.Node) return node.Position;
        }

        return null;
    }

    private static int FindStart(PlanNode node, Dictionary<string, int> positions)
    {
        if (node.Definition.Start is { } start && positions.TryGetValue(start, out var named)) return named;
        var marker = Array.FindIndex(node.Children, c => c.Activity is IStartNode);
        if (marker >= 0) return marker;
        var trigger = Array.FindIndex(node.Children, c => c.Definition.CanStartWorkflow);
        if (trigger >= 0) return trigger;
        var entered = node.Definition.Connections.Select(c => c.Target).ToHashSet(StringComparer.Ordinal);
        return Math.Max(0, Array.FindIndex(node.Children, c => !entered.Contains(c.Id)));
    }

    private static MergeMode ModeOf(PlanNode node)
    {
        if (node.Activity is FlowJoin join) return join.Merge;
        return Enum.TryParse<MergeMode>(node.Definition.MergeMode, ignoreCase: true, out var mode) ? mode : MergeMode.Stream;
    }
}
