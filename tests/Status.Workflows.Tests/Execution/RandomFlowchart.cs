using System.Text.Json.Nodes;
using Status.Testing.Workflows;

namespace Status.Workflows.Tests.Execution;

/// <summary>Draws flowcharts with loops, dead paths, joins, waits and, when asked, faults, and writes them as definitions.</summary>
internal static class RandomFlowchart
{
    public static string[] TokenModes { get; } = ["Stream", "Stream", "Merge", "Converge", "Cascade", "Race"];

    public static string[] JoinModes { get; } = ["", "", "", "WaitAllActive", "WaitAll", "WaitAny"];

    /// <param name="seed">Tells which one.</param>
    /// <param name="modes">The kinds of nodes.</param>
    /// <param name="troubled">Whether it is one of the larger ones, in which every second step waits and every tenth faults.</param>
    public static FlowPicture Draw(int seed, string[] modes, bool troubled)
    {
        var random = new System.Random(seed);
        var count = troubled ? random.Next(5, 13) : random.Next(1, 10);
        string[] ports = ["a", "b"];
        var edges = new HashSet<(int, string, int)>();
        string[] chosen = [.. Enumerable.Range(0, count).Select(_ => modes[random.Next(modes.Length)])];
        for (var i = random.Next(count * 2); i >= 0; i--)
        {
            var (from, to) = (random.Next(count), random.Next(count));
            // Steps end after three visits, joins never: a loop of joins alone would go on for ever.
            if (IsJoin(chosen[from]) && IsJoin(chosen[to])) continue;
            edges.Add((from, IsJoin(chosen[from]) ? "Done" : ports[random.Next(2)], to));
        }

        var steps = chosen.Select(mode => Enumerable.Range(0, IsJoin(mode) ? 100 : 3).Select(_ => IsJoin(mode) ? new FlowStep(["Done"], 0) : Step()).ToArray()).ToArray();
        return new FlowPicture(chosen, [.. edges], steps);

        FlowStep Step() => new([.. ports.Where(_ => random.Next(3) > 0)], random.Next(troubled ? 2 : 4) == 0 ? random.Next(1, 100_000) : 0, troubled && random.Next(10) == 0);
    }

    public static string Json(FlowPicture picture, bool counts, int seed)
    {
        var builder = new WorkflowBuilder($"random-{seed}").Custom("Flowchart:ExecutionMode", counts ? "CounterBased" : "TokenBased");
        for (var i = 0; i < picture.Modes.Length; i++)
        {
            if (IsJoin(picture.Modes[i]))
            {
                builder.Add($"n{i}", "Elsa.FlowJoin", new { mode = picture.Modes[i] });
                continue;
            }

            var plan = picture.Steps[i].Select(s => new { ports = s.Ports, delay = s.DelayMs, faults = s.Faults });
            builder.Add($"n{i}", "Test.Step", new { number = i, plan }, new { mergeMode = counts ? null : picture.Modes[i] });
        }

        foreach (var (from, port, to) in picture.Edges) builder.Connect($"n{from}", $"n{to}", port);
        var json = JsonNode.Parse(builder.ToJson())!;
        json["root"]!["start"] = "n0";
        return json.ToJsonString();
    }

    public static bool IsJoin(string mode) => mode.StartsWith("Wait", StringComparison.Ordinal);
}
