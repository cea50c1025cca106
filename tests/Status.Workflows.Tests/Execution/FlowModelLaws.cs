using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Xunit.Sdk;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// Random flowcharts with loops, dead paths and waits do exactly what the reference model says, in both modes. Seeds in a row instead of FsCheck: a smaller seed is no simpler flowchart,
/// so there is nothing to shrink, and one host serves all.
/// </summary>
public sealed class FlowModelLaws
{
    private const int Cases = 1500;

    private static readonly string[] _tokenModes = ["Stream", "Stream", "Merge", "Converge", "Cascade", "Race"];
    private static readonly string[] _joinModes = ["", "", "", "WaitAllActive", "WaitAll", "WaitAny"];

    [Fact]
    public Task TokenBased_RandomFlowchart_DoesWhatTheModelSays() => CheckAsync(_tokenModes, counts: false, picture => (string.Join(' ', new TokenModel(picture).Run().Begun), false));

    [Fact]
    public Task CounterBased_RandomFlowchart_DoesWhatTheModelSays() => CheckAsync(_joinModes, counts: true, picture =>
    {
        var model = new CounterModel(picture);
        model.Run();
        return (string.Join(' ', model.Begun.Where(n => !IsJoin(picture.Modes[n]))), model.Failed);
    });

    private static async Task CheckAsync(string[] modes, bool counts, Func<FlowPicture, (string Begun, bool Fails)> model)
    {
        var log = new StepLog();
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Leave).Assembly).AddSingleton(log));
        var lengths = new HashSet<int>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var picture = Draw(seed, modes);
            var (expected, fails) = model(picture);

            log.Begun.Clear();
            var run = await host.RunAsync(Json(picture, counts, seed));
            await host.AdvanceAsync(TimeSpan.FromDays(1));

            var status = (await host.LoadAsync(run.InstanceId))!.SubStatus;
            lengths.Add(log.Begun.Count);
            // A loop with a second entrance faults where it is come to; other branches may have gone on in the model.
            if (fails ? status == InstanceSubStatus.Faulted : status == InstanceSubStatus.Finished && expected == string.Join(' ', log.Begun)) continue;
            throw new XunitException($"Seed {seed}: {status} after {string.Join(' ', log.Begun)}, the model says {(fails ? "fault" : expected)}. {string.Join(' ', picture.Edges)}");
        }

        Assert.True(lengths.Count > 10, "The flowcharts are all alike.");
    }

    private static FlowPicture Draw(int seed, string[] modes)
    {
        var random = new System.Random(seed);
        var count = random.Next(1, 10);
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

        FlowStep Step() => new([.. ports.Where(_ => random.Next(3) > 0)], random.Next(4) == 0 ? random.Next(1, 100_000) : 0);
    }

    private static string Json(FlowPicture picture, bool counts, int seed)
    {
        var builder = new WorkflowBuilder($"random-{seed}").Custom("Flowchart:ExecutionMode", counts ? "CounterBased" : "TokenBased");
        for (var i = 0; i < picture.Modes.Length; i++)
        {
            if (IsJoin(picture.Modes[i]))
            {
                builder.Add($"n{i}", "Elsa.FlowJoin", new { mode = picture.Modes[i] });
                continue;
            }

            var plan = picture.Steps[i].Select(s => new { ports = s.Ports, delay = s.DelayMs });
            builder.Add($"n{i}", "Test.Step", new { number = i, plan }, new { mergeMode = counts ? null : picture.Modes[i] });
        }

        foreach (var (from, port, to) in picture.Edges) builder.Connect($"n{from}", $"n{to}", port);
        var json = JsonNode.Parse(builder.ToJson())!;
        json["root"]!["start"] = "n0";
        return json.ToJsonString();
    }

    private static bool IsJoin(string mode) => mode.StartsWith("Wait", StringComparison.Ordinal);
}
