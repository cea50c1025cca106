namespace Status.Workflows.Tests.Execution;

/// <summary>What a node of a random flowchart does on its nth visit: the ports it completes through, after a delay or at once, unless it faults then.</summary>
internal sealed record FlowStep(string[] Ports, int DelayMs, bool Faults = false);

/// <summary>A random flowchart.</summary>
internal sealed record FlowPicture(string[] Modes, (int From, string Port, int To)[] Edges, FlowStep[][] Steps)
{
    public FlowStep StepOf(int node, int visit) => visit <= Steps[node].Length ? Steps[node][visit - 1] : new FlowStep([], 0);
}

/// <summary>
/// Says what a flowchart does, in the plainest way: lists that are searched, nothing remembered that could be looked up. Written from the description of Elsa's flowcharts, not from
/// the engine; where the engine differs on purpose (docs/elsa-compatibility.md), the model says so.
/// </summary>
internal abstract class FlowModel(FlowPicture picture)
{
    private readonly List<(int Node, bool Back)> _queue = [];
    private readonly List<(long Due, int Number, int Node, bool Back, FlowStep Step)> _waiting = [];
    private readonly int[] _visits = new int[picture.Modes.Length];
    private long _now;
    private int _number;

    /// <summary>Nodes in the order in which they were begun.</summary>
    public List<int> Begun { get; } = [];

    /// <summary>Whether an activity has faulted: nothing begins after that.</summary>
    public bool Faulted { get; private set; }

    /// <summary>Whether something was still waited for when the time was over.</summary>
    public bool Waits { get; private set; }

    protected FlowPicture Picture => picture;

    /// <summary>Edges on which no cycle is closed, found breadth first from node 0.</summary>
    protected HashSet<int> Forward { get; } = FindForward(picture);

    /// <param name="untilMs">When somebody ends it, in milliseconds after its beginning.</param>
    public FlowModel Run(long untilMs = long.MaxValue)
    {
        Schedule(0);
        while (!Faulted && (_queue.Count > 0 || _waiting.Count > 0))
        {
            if (_queue.Count > 0)
            {
                var (node, back) = _queue[0];
                _queue.RemoveAt(0);
                Begun.Add(node);
                Entered(node);
                var step = picture.StepOf(node, ++_visits[node]);
                if (step.DelayMs > 0) _waiting.Add((_now + step.DelayMs, _number++, node, back, step));
                else End(node, step, back);
                continue;
            }

            var next = _waiting.MinBy(w => (w.Due, w.Number));
            if (Waits = next.Due > untilMs) break;
            _waiting.Remove(next);
            _now = next.Due;
            End(next.Node, next.Step, next.Back);
        }

        return this;
    }

    private void End(int node, FlowStep step, bool back)
    {
        if (step.Faults) Faulted = true;
        else Completed(node, step.Ports, back);
    }

    protected virtual void Entered(int node)
    {
    }

    protected abstract void Completed(int node, string[] ports, bool back);

    protected void Schedule(int node, bool back = false) => _queue.Add((node, back));

    protected bool IsOpen(int node) => _queue.Exists(q => q.Node == node) || _waiting.Exists(w => w.Node == node);

    /// <summary>Takes a node's open executions out.</summary>
    protected int Cancel(int node) => _queue.RemoveAll(q => q.Node == node) + _waiting.RemoveAll(w => w.Node == node);

    protected IEnumerable<int> Into(int node) => Numbers().Where(e => picture.Edges[e].To == node);

    protected IEnumerable<int> OutOf(int node) => Numbers().Where(e => picture.Edges[e].From == node);

    protected IEnumerable<int> ForwardInto(int node) => Into(node).Where(Forward.Contains);

    private IEnumerable<int> Numbers() => Enumerable.Range(0, picture.Edges.Length);

    private static HashSet<int> FindForward(FlowPicture picture)
    {
        var forward = new HashSet<int>();
        var seen = new HashSet<int> { 0 };
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var node))
        {
            for (var e = 0; e < picture.Edges.Length; e++)
            {
                var (from, _, to) = picture.Edges[e];
                if (from != node || Reaches(picture, forward, to, node)) continue;
                forward.Add(e);
                if (seen.Add(to)) queue.Enqueue(to);
            }
        }

        return forward;
    }

    protected static bool Reaches(FlowPicture picture, HashSet<int> edges, int from, int to, int without = -1)
    {
        var found = new HashSet<int> { from };
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var e in edges)
            {
                if (picture.Edges[e].To != without && found.Contains(picture.Edges[e].From)) grown |= found.Add(picture.Edges[e].To);
            }
        }

        return found.Contains(to);
    }
}

/// <summary>Flowcharts with tokens.</summary>
internal sealed class TokenModel(FlowPicture picture) : FlowModel(picture)
{
    private readonly List<int> _tokens = [];
    private readonly List<int> _blocks = [];

    protected override void Completed(int node, string[] ports, bool back)
    {
        var active = OutOf(node).Where(e => ports.Contains(Picture.Edges[e].Port)).ToList();
        _tokens.RemoveAll(t => Picture.Edges[t].To == node);
        _tokens.AddRange(active);
        foreach (var edge in active) Arrive(edge);
        // Ours: a Stream target that waited for a source which ended without a token goes on.
        foreach (var target in OutOf(node).Select(e => Picture.Edges[e].To))
        {
            if (Picture.Modes[target] == "Stream" && !IsOpen(target) && HasToken(target) && !IsHeldUp(target)) Schedule(target);
        }
    }

    private void Arrive(int edge)
    {
        var target = Picture.Edges[edge].To;
        switch (Picture.Modes[target])
        {
            case "Stream" when !IsHeldUp(target):
            case "Merge" when ForwardInto(target).Count() <= 1 || ForwardInto(target).All(_tokens.Contains):
            case "Converge" when Into(target).All(_tokens.Contains):
                Schedule(target);
                break;
            case "Cascade" or "Race" when _blocks.Remove(edge):
                _tokens.Remove(edge);
                break;
            case "Cascade":
                _blocks.AddRange(ForwardInto(target).Where(e => Picture.Edges[e].From != Picture.Edges[edge].From));
                Schedule(target);
                break;
            case "Race":
                // Ours: no blocks, since what was cancelled does not arrive.
                foreach (var ancestor in Ancestors(target))
                {
                    if (Cancel(ancestor) > 0) _tokens.RemoveAll(t => Picture.Edges[t].To == ancestor);
                }

                Schedule(target);
                break;
            default:
                break;
        }
    }

    private bool HasToken(int node) => _tokens.Exists(t => Picture.Edges[t].To == node);

    private bool IsHeldUp(int target) => ForwardInto(target).Any(e => HasToken(Picture.Edges[e].From));

    private HashSet<int> Ancestors(int node)
    {
        var found = new HashSet<int>();
        var next = new Queue<int>([node]);
        while (next.TryDequeue(out var at))
        {
            foreach (var source in Into(at).Select(e => Picture.Edges[e].From))
            {
                if (source != node && found.Add(source)) next.Enqueue(source);
            }
        }

        return found;
    }
}

/// <summary>Flowcharts that count visits; the modes are those of FlowJoin, empty for every other activity.</summary>
internal sealed class CounterModel(FlowPicture picture) : FlowModel(picture)
{
    private readonly Dictionary<int, int> _nodeVisits = [];
    private readonly Dictionary<int, int> _edgeVisits = [];
    private readonly HashSet<int> _followed = [];

    /// <summary>Whether the flow has come to a connection that leads back into a loop with a second entrance.</summary>
    public bool Failed { get; private set; }

    protected override void Entered(int node)
    {
        if (Picture.Modes[node].Length > 0) CancelUpstream(node);
    }

    protected override void Completed(int node, string[] ports, bool back)
    {
        if (!Failed) Visit(node, ports, back);
    }

    private void Visit(int node, string[] ports, bool back)
    {
        if (!back) _nodeVisits[node] = VisitsOf(node) + 1;
        foreach (var edge in OutOf(node).ToList())
        {
            if (Failed) return;
            var follows = ports.Contains(Picture.Edges[edge].Port);
            _edgeVisits[edge] = EdgeVisits(edge) + 1;
            if (follows) _followed.Add(edge);
            else _followed.Remove(edge);
            if (Forward.Contains(edge)) Reach(edge);
            else if (follows) GoBack(edge);
        }
    }

    private void Reach(int edge)
    {
        var target = Picture.Edges[edge].To;
        var inbound = ForwardInto(target).ToList();
        var most = inbound.Max(EdgeVisits);
        var all = inbound.Min(EdgeVisits) > VisitsOf(target);
        var any = most > VisitsOf(target) && inbound.Exists(e => EdgeVisits(e) == most && _followed.Contains(e));
        switch (Picture.Modes[target])
        {
            case "WaitAny" when EdgeVisits(edge) <= VisitsOf(target) || IsOpen(target):
                break;
            case "WaitAny" when any:
                Schedule(target);
                CancelUpstream(target);
                break;
            case "WaitAll" when all && inbound.TrueForAll(e => EdgeVisits(e) == most && _followed.Contains(e)):
            case "WaitAllActive" or "" when all && any:
                Schedule(target);
                break;
            default:
                if (all) Visit(target, [], back: false);
                break;
        }
    }

    private void GoBack(int edge)
    {
        var (from, _, to) = Picture.Edges[edge];
        // Every way from the start must pass the target.
        if (to != 0 && from != to && Reaches(Picture, Forward, 0, from, without: to)) Failed = true;
        else Schedule(to, back: true);
    }

    private void CancelUpstream(int target)
    {
        var upstream = new List<int>();
        for (var level = new List<int> { target }; level.Count > 0;)
        {
            level = [.. level.SelectMany(n => ForwardInto(n).Select(e => Picture.Edges[e].From)).Distinct().Where(n => !upstream.Contains(n))];
            upstream.AddRange(level);
        }

        foreach (var node in upstream)
        {
            for (var open = Cancel(node); open > 0; open--) Visit(node, [], back: false);
        }
    }

    private int VisitsOf(int node) => _nodeVisits.GetValueOrDefault(node);

    private int EdgeVisits(int edge) => _edgeVisits.GetValueOrDefault(edge);
}
