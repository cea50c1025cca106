using System.Text.Json;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <content>Changes of runs from outside: children that are scheduled by hand, and tokens that move to another version.</content>
internal sealed partial class Flowchart
{
    /// <inheritdoc/>
    public override bool SchedulesFromOutside => _messages is null;

    /// <inheritdoc/>
    public override void ScheduleFromOutside(NodeExecution self, PlanNode child)
    {
        if (self.ContainerState is FlowState tokens) Schedule(self, tokens, child.Position);
        else Schedule(self, (FlowCounts)self.ContainerState!, child.Position);
    }

    /// <inheritdoc/>
    public override JsonElement? MigrateState(PlanNode from, PlanNode to, JsonElement state, ICollection<string> problems)
    {
        var old = (Flowchart)from.Activity;
        if (HasSameShape(old)) return state;
        if (old._messages is not null || _messages is not null || CountsVisits || state.TryGetProperty(FlowCounts.Member, out _))
        {
            problems.Add($"The flowchart '{to.Id}' has other connections in the new version; only one that is run by tokens can be moved to them.");
            return null;
        }

        var before = FlowState.Read(old._graph, state);
        var positions = _graph.Children.ToDictionary(c => c.Id, c => c.Position, StringComparer.Ordinal);
        var after = new FlowState(_graph, positions.GetValueOrDefault(old._graph.Children[before.Start].Id, _start));
        foreach (var (i, edge) in old._graph.Edges.Index()) MoveEdge(old, before, i, edge, after, positions, problems, to);
        foreach (var child in old._graph.Children)
        {
            // A child that runs and is gone is reported where its execution is.
            if (positions.TryGetValue(child.Id, out var position)) after.Open(position) = before.Open(child.Position);
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) after.Write(writer);
        return JsonSerializer.Deserialize<JsonElement>(buffer.WrittenSpan);
    }

    private void MoveEdge(Flowchart old, FlowState before, int index, FlowEdge edge, FlowState after, Dictionary<string, int> positions, ICollection<string> problems, PlanNode to)
    {
        var (source, target) = (old._graph.Children[edge.Source].Id, old._graph.Children[edge.Target].Id);
        var moved = positions.TryGetValue(source, out var s) && positions.TryGetValue(target, out var t)
            ? Array.FindIndex(_graph.Edges, e => e.Source == s && e.Target == t && e.Port == edge.Port)
            : -1;
        if (moved >= 0)
        {
            after.Tokens(moved) = before.Tokens(index);
            after.Blocks(moved) = before.Blocks(index);
            after.Pointing(_graph.Edges[moved].Target) += before.Tokens(index);
        }
        else if (before.Tokens(index) > 0)
        {
            problems.Add($"In the flowchart '{to.Id}' something waits on the connection from '{source}' ({edge.Port}) to '{target}', which the new version does not have.");
        }
    }

    private bool HasSameShape(Flowchart old) =>
        CountsVisits == old.CountsVisits && _graph.Edges.SequenceEqual(old._graph.Edges) && _graph.Children.Select(c => c.Id).SequenceEqual(old._graph.Children.Select(c => c.Id), StringComparer.Ordinal);
}
