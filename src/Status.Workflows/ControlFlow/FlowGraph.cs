using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>How tokens that arrive over several connections are joined.</summary>
internal enum MergeMode : byte
{
    /// <summary>Waits for sources that are still active, ignores dead paths.</summary>
    Stream,

    /// <summary>Needs a token over every forward connection.</summary>
    Merge,

    /// <summary>Needs a token over every connection, loops included.</summary>
    Converge,

    /// <summary>Runs for the first token; later ones of the same round are swallowed.</summary>
    Cascade,

    /// <summary>As <see cref="Cascade"/>, and cancels what is still on its way.</summary>
    Race,
}

/// <summary>A connection by integer positions of its ends.</summary>
internal readonly record struct FlowEdge(int Source, string Port, int Target);

/// <summary>The connections of a flowchart as adjacency arrays. Immutable.</summary>
internal sealed class FlowGraph
{
    private readonly FlowDirections?[] _directions;

    public FlowGraph(PlanNode[] children, FlowEdge[] edges, MergeMode[] modes)
    {
        Children = children;
        Edges = edges;
        Modes = modes;
        Outbound = Group(children.Length, edges, static e => e.Source);
        Inbound = Group(children.Length, edges, static e => e.Target);
        _directions = new FlowDirections?[children.Length];
    }

    public PlanNode[] Children { get; }

    public FlowEdge[] Edges { get; }

    public MergeMode[] Modes { get; }

    /// <summary>Edges that leave a child.</summary>
    public int[][] Outbound { get; }

    /// <summary>Edges that enter a child.</summary>
    public int[][] Inbound { get; }

    /// <summary>Which edges lead forward when the flow starts at a child.</summary>
    public FlowDirections DirectionsFrom(int start) => _directions[start] ??= new FlowDirections(this, start);

    private static int[][] Group(int count, FlowEdge[] edges, Func<FlowEdge, int> key)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < edges.Length; i++) (lists[key(edges[i])] ??= []).Add(i);
        return [.. lists.Select(l => l is null ? [] : l.ToArray())];
    }
}

/// <summary>
/// The forward edges of a graph seen from a start: found breadth first, leaving out each edge that would close a cycle. Edges out of reach belong to no direction.
/// </summary>
internal sealed class FlowDirections
{
    private readonly FlowGraph _graph;
    private readonly int _start;
    private readonly bool[] _forward;

    public FlowDirections(FlowGraph graph, int start)
    {
        _graph = graph;
        _start = start;
        var forward = _forward = new bool[graph.Edges.Length];
        var seen = new bool[graph.Children.Length];
        var queue = new Queue<int>();
        queue.Enqueue(start);
        seen[start] = true;
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in graph.Outbound[node])
            {
                var target = graph.Edges[edge].Target;
                // A child met for the first time can not lead back yet: none of its edges have been taken.
                forward[edge] = !seen[target] || !Leads(graph, forward, target, node);
                if (seen[target]) continue;
                seen[target] = true;
                queue.Enqueue(target);
            }
        }

        ForwardInbound = [.. graph.Inbound.Select(edges => edges.Where(e => forward[e]).ToArray())];
    }

    /// <summary>Forward edges that enter a child.</summary>
    public int[][] ForwardInbound { get; }

    /// <summary>Whether an edge leads forward.</summary>
    public bool IsForward(int edge) => _forward[edge];

    /// <summary>Whether a child can be reached from the start along forward edges without passing another one.</summary>
    public bool CanReachAround(int child, int other)
    {
        if (child == other || other == _start) return false;
        if (child == _start) return true;
        var seen = new bool[_graph.Children.Length];
        seen[_start] = seen[other] = true;
        var stack = new Stack<int>([_start]);
        while (stack.TryPop(out var node))
        {
            foreach (var edge in _graph.Outbound[node])
            {
                var target = _graph.Edges[edge].Target;
                if (!_forward[edge] || seen[target]) continue;
                if (target == child) return true;
                seen[target] = true;
                stack.Push(target);
            }
        }

        return false;
    }

    /// <summary>The children from which forward edges lead to a child, nearest first.</summary>
    public List<int> Upstream(int child)
    {
        var found = new List<int>();
        var seen = new bool[_graph.Children.Length];
        seen[child] = true;
        var queue = new Queue<int>([child]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in ForwardInbound[node])
            {
                var source = _graph.Edges[edge].Source;
                if (seen[source]) continue;
                seen[source] = true;
                found.Add(source);
                queue.Enqueue(source);
            }
        }

        return found;
    }

    private static bool Leads(FlowGraph graph, bool[] forward, int from, int to)
    {
        if (from == to) return true;
        var seen = new bool[graph.Children.Length];
        var stack = new Stack<int>();
        stack.Push(from);
        seen[from] = true;
        while (stack.TryPop(out var node))
        {
            foreach (var edge in graph.Outbound[node])
            {
                if (!forward[edge]) continue;
                var target = graph.Edges[edge].Target;
                if (target == to) return true;
                if (seen[target]) continue;
                seen[target] = true;
                stack.Push(target);
            }
        }

        return false;
    }
}
