using Xunit.Abstractions;

namespace Status.Workflows.Tests.Expressions.JavaScript;

public class GeneratedProgramTests(ITestOutputHelper output)
{
    /// <summary>How many programs of the plain kind, which are short; STATUS_TEST_PROGRAMS looks at more or fewer of both kinds.</summary>
    private const int Programs = 2000;

    /// <summary>How many programs that wait: each is ten times as long.</summary>
    private const int Waiting = 400;

    /// <summary>The first seed; set STATUS_TEST_SEED to look at other programs.</summary>
    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("STATUS_TEST_SEED"), out var seed) ? seed : 20_240_229;

    [Fact]
    public Task Programs_GiveTheSameJsonAsNode() => CompareAsync(Programs, g => g.Program());

    /// <summary>Awaits, callbacks and generators: what each program logs, in the order in which it happens.</summary>
    [Fact]
    public Task ProgramsThatWait_TakeTurnsAsNodeDoes() => CompareAsync(Waiting, g => g.Turns());

    private async Task CompareAsync(int count, Func<ProgramGenerator, string> write)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("STATUS_TEST_PROGRAMS"), out var wanted)) count = wanted;
        output.WriteLine($"Seeds {Seed} to {Seed + count - 1}");
        var sources = Enumerable.Range(Seed, count).Select(seed => write(new ProgramGenerator(seed))).ToList();
        var expected = await NodeJs.EvaluateAsync(sources);
        var wrong = sources.Select((source, i) => (Seed: Seed + i, Source: source, Expected: expected[i], Actual: Scripts.Outcome(source)))
            .Where(x => !Scripts.Same(x.Actual, x.Expected))
            .Select(x => $"seed {x.Seed}\n{x.Source}\n  Node:   {x.Expected}\n  STATUS: {x.Actual}")
            .ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ (from seed {Seed}):\n{string.Join("\n\n", wrong.OrderBy(w => w.Length).Take(3))}");
        Assert.True(expected.Count(e => !e.StartsWith("throws", StringComparison.Ordinal)) > count / 2, "Most programs should end with a value.");
    }
}
