using System.Text.Json;

namespace Status.Workflows.ControlFlow;

/// <summary>The tokens of one execution of a flowchart, counted per edge and per child.</summary>
internal sealed class FlowState
{
    private readonly int[] _counts;
    private readonly int _edges;

    public FlowState(FlowGraph graph, int start)
    {
        Start = start;
        Directions = graph.DirectionsFrom(start);
        _edges = graph.Edges.Length;
        // One array for all: tokens and blocks per edge, then executions per child.
        _counts = new int[(2 * _edges) + (2 * graph.Children.Length)];
    }

    /// <summary>Child at which the flow started.</summary>
    public int Start { get; }

    public FlowDirections Directions { get; }

    /// <summary>Tokens on an edge that no execution of its target has consumed.</summary>
    public ref int Tokens(int edge) => ref _counts[edge];

    /// <summary>Arrivals over an edge that are to be swallowed.</summary>
    public ref int Blocks(int edge) => ref _counts[_edges + edge];

    /// <summary>Executions of a child that are scheduled, run or wait.</summary>
    public ref int Open(int child) => ref _counts[(2 * _edges) + (2 * child)];

    /// <summary>Tokens that point at a child, over all its edges.</summary>
    public ref int Pointing(int child) => ref _counts[(2 * _edges) + (2 * child) + 1];

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("start", Start);
        writer.WriteStartArray("counts");
        foreach (var count in _counts) writer.WriteNumberValue(count);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static FlowState Read(FlowGraph graph, JsonElement json)
    {
        var state = new FlowState(graph, json.GetProperty("start").GetInt32());
        var index = 0;
        foreach (var count in json.GetProperty("counts").EnumerateArray()) state._counts[index++] = count.GetInt32();
        return state;
    }
}
