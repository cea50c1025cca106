using FsCheck;
using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

public sealed class FlowchartLaws
{
    [Fact]
    public void Run_RandomGraphThatMerges_RunsWhatIsReachableOnceAfterAllItsSources() => Prop.ForAll<int>(seed =>
    {
        var (count, edges) = Graph(seed, 25);

        var lines = Run(count, edges, "Merge", out var status);

        var reachable = Reachable(edges);
        Assert.Equal(InstanceSubStatus.Finished, status);
        Assert.Equal(reachable.Order(), lines.Order());
        foreach (var (from, to) in edges.Where(e => reachable.Contains(e.From))) Assert.True(lines.IndexOf(from) < lines.IndexOf(to));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Run_RandomGraphThatStreams_EndsAndMissesNothing() => Prop.ForAll<int>(seed =>
    {
        var (count, edges) = Graph(seed, 10);

        var lines = Run(count, edges, "Stream", out var status);

        Assert.Equal(InstanceSubStatus.Finished, status);
        Assert.Equal(Reachable(edges).Order(), lines.Distinct().Order());
    }).QuickCheckThrowOnFailure();

    private static (int Count, HashSet<(int From, int To)> Edges) Graph(int seed, int max)
    {
        var random = new System.Random(seed);
        var count = random.Next(1, max);
        var edges = new HashSet<(int From, int To)>();
        for (var i = 0; i < count * 2; i++)
        {
            var (from, to) = (random.Next(count), random.Next(count));
            if (from < to) edges.Add((from, to));
        }

        return (count, edges);
    }

    private static List<int> Run(int count, IEnumerable<(int From, int To)> edges, string mode, out InstanceSubStatus status)
    {
        var builder = new WorkflowBuilder("random").Custom("persistenceMode", "off");
        for (var i = 0; i < count; i++) builder.Add($"n{i}", i == 0 ? "Elsa.Start" : "Elsa.WriteLine", i == 0 ? null : new { text = $"{i}" }, new { mergeMode = mode });
        foreach (var (from, to) in edges) builder.Connect($"n{from}", $"n{to}");
        var (lines, result) = RunAsync(builder.ToJson()).GetAwaiter().GetResult();
        status = result;
        return [0, .. lines.Select(int.Parse)];
    }

    private static async Task<(IReadOnlyList<string> Lines, InstanceSubStatus Status)> RunAsync(string json)
    {
        await using var host = new WorkflowTestHost();
        var result = await host.RunAsync(json);
        return (host.Lines, result.SubStatus);
    }

    private static HashSet<int> Reachable(HashSet<(int From, int To)> edges)
    {
        var seen = new HashSet<int> { 0 };
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var (_, to) in edges.Where(e => e.From == node))
            {
                if (seen.Add(to)) queue.Enqueue(to);
            }
        }

        return seen;
    }
}
