using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Runs activities along connections, by tokens or, where the definition or the host says so, by counting visits as earlier versions of Elsa do.</summary>
[Activity("Elsa", "Flow", "Runs activities along the connections between them.")]
[Browsable(false)]
internal sealed partial class Flowchart : Container
{
    private FlowGraph _graph = null!;
    private int _start;
    private MessageFlow? _messages;

    /// <summary>Whether it counts visits instead of passing tokens.</summary>
    public bool CountsVisits { get; private set; }

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
        CountsVisits = node.FlowchartMode == FlowchartMode.CounterBased;
        _graph = new FlowGraph(node.Children, [.. edges], [.. node.Children.Select(ModeOf)]);
        _start = FindStart(node, positions);
        _messages = MessageFlow.Of(node, _graph);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        if (_graph.Children.Length == 0) return context.CompleteActivityAsync();
        var start = TriggeredChild(self) ?? _start;
        if (_messages is not null)
        {
            _messages.Start(self, start);
            return default;
        }

        if (CountsVisits)
        {
            var counts = new FlowCounts(_graph, start);
            self.ContainerState = counts;
            Schedule(self, counts, start);
            return default;
        }

        var state = new FlowState(_graph, start);
        self.ContainerState = state;
        Schedule(self, state, start);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) =>
        _messages is not null ? _messages.OnChildCompletedAsync(self, child)
        : self.ContainerState is FlowState tokens ? OnTokenCompleted(self, tokens, child) : OnVisitCompleted(self, (FlowCounts)self.ContainerState!, child);

    /// <inheritdoc/>
    public override ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child) =>
        _messages is not null ? MessageFlow.OnChildCanceledAsync(self)
        : self.ContainerState is FlowState tokens ? OnTokenCanceled(self, tokens, child) : OnVisitCanceled(self, (FlowCounts)self.ContainerState!, child);

    /// <inheritdoc/>
    public override bool Catches(NodeExecution child) => _messages?.Catches(child) == true;

    /// <inheritdoc/>
    public override ValueTask OnChildFaultedAsync(NodeExecution self, NodeExecution child, Exception fault) => _messages!.OnChildFaultedAsync(self, child, fault);

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state)
    {
        if (state is FlowState tokens) tokens.Write(writer);
        else ((FlowCounts)state).Write(writer);
    }

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) =>
        // A run that waits goes on the way it began, whatever the host's default is meanwhile.
        json.TryGetProperty(FlowCounts.Member, out _) ? FlowCounts.Read(_graph, json) : FlowState.Read(_graph, json);

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
