using System.Text.Json;

namespace Status.Workflows.ControlFlow;

/// <summary>The visits of one execution of a flowchart, counted per edge and per child.</summary>
internal sealed class FlowCounts
{
    /// <summary>The member that tells its JSON from that of <see cref="FlowState"/>.</summary>
    public const string Member = "visits";

    private readonly int[] _counts;
    private readonly int _edges;
    private readonly bool[] _followed;

    public FlowCounts(FlowGraph graph, int start)
    {
        Start = start;
        Directions = graph.DirectionsFrom(start);
        _edges = graph.Edges.Length;
        _followed = new bool[_edges];
        // One array for all: visits per edge, then visits and open executions per child.
        _counts = new int[_edges + (2 * graph.Children.Length)];
    }

    /// <summary>Child at which the flow started.</summary>
    public int Start { get; }

    public FlowDirections Directions { get; }

    /// <summary>How often the source of an edge has ended, whether or not through its outcome.</summary>
    public ref int EdgeVisits(int edge) => ref _counts[edge];

    /// <summary>Whether the last visit of an edge went through its outcome.</summary>
    public ref bool Followed(int edge) => ref _followed[edge];

    /// <summary>How often a child has completed or was skipped; turns that a loop began are not counted.</summary>
    public ref int Visits(int child) => ref _counts[_edges + (2 * child)];

    /// <summary>Executions of a child that are scheduled, run or wait.</summary>
    public ref int Open(int child) => ref _counts[_edges + (2 * child) + 1];

    public bool AllVisited(int child)
    {
        foreach (var edge in Directions.ForwardInbound[child])
        {
            if (EdgeVisits(edge) <= Visits(child)) return false;
        }

        return true;
    }

    public bool AnyFollowed(int child)
    {
        var most = MostVisits(child);
        if (most <= Visits(child)) return false;
        foreach (var edge in Directions.ForwardInbound[child])
        {
            if (EdgeVisits(edge) == most && Followed(edge)) return true;
        }

        return false;
    }

    public bool AllFollowed(int child)
    {
        var most = MostVisits(child);
        if (most <= Visits(child)) return false;
        foreach (var edge in Directions.ForwardInbound[child])
        {
            if (EdgeVisits(edge) != most || !Followed(edge)) return false;
        }

        return true;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("start", Start);
        writer.WriteStartArray(Member);
        foreach (var count in _counts) writer.WriteNumberValue(count);
        writer.WriteEndArray();
        writer.WriteStartArray("followed");
        for (var edge = 0; edge < _edges; edge++)
        {
            if (_followed[edge]) writer.WriteNumberValue(edge);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static FlowCounts Read(FlowGraph graph, JsonElement json)
    {
        var counts = new FlowCounts(graph, json.GetProperty("start").GetInt32());
        var index = 0;
        foreach (var count in json.GetProperty(Member).EnumerateArray()) counts._counts[index++] = count.GetInt32();
        foreach (var edge in json.GetProperty("followed").EnumerateArray()) counts._followed[edge.GetInt32()] = true;
        return counts;
    }

    private int MostVisits(int child)
    {
        var most = 0;
        foreach (var edge in Directions.ForwardInbound[child]) most = Math.Max(most, EdgeVisits(edge));
        return most;
    }
}
