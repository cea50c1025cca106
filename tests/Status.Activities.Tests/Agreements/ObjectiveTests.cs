using Status.Activities.Agreements.Objectives;
using Status.Activities.Compliance;

namespace Status.Activities.Tests.Agreements;

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData("A >= 90", 90, 0, true)]
    [InlineData("A >= 90", 89.999999, 0, false)]
    [InlineData("A > 1 && B > 1 || A == 0", 0, 9, true)]
    [InlineData("A > 1 && (B > 1 || A == 0)", 0, 9, false)]
    [InlineData("A > 1 || B > 1 && A == 5", 2, 0, true)]
    [InlineData("1 + 2 * 3 == 7", 0, 0, true)]
    [InlineData("(1 + 2) * 3 == 9", 0, 0, true)]
    [InlineData("10 - 4 - 3 == 3", 0, 0, true)]
    [InlineData("100 / 10 / 5 == 2", 0, 0, true)]
    [InlineData("7 % 4 == 3", 0, 0, true)]
    [InlineData("-A * -2 == 2 * A", 21, 0, true)]
    [InlineData("!(A < B)", 3, 2, true)]
    [InlineData("!!(A < B) != true || true", 3, 2, true, "column")]
    [InlineData("A != B", 3, 3, false)]
    [InlineData("A !== B || A === B", 3, 3, true)]
    [InlineData("0.1 + 0.2 == 0.3", 0, 0, true)]
    [InlineData("A * 3 == 0.3", 0.1, 0, true)]
    [InlineData("1e3 == 1000 && 2.5E-1 == .25", 0, 0, true)]
    [InlineData("9007199254740993 - 9007199254740992 == 1", 0, 0, true)]
    public void Evaluate_Expression_FollowsPrecedenceAndExactDecimals(string text, double a, double b, bool expected, string? refused = null)
    {
        if (refused is not null)
        {
            Assert.False(Objective.TryParse(text, out _, out var problems));
            Assert.Contains(problems, problem => problem.ToString().Contains(refused, StringComparison.Ordinal));
            return;
        }

        Assert.Equal(expected, Evaluate(text, ("A", (decimal)a), ("B", (decimal)b)).Truth);
    }

    [Theory]
    [InlineData("A > 1 && false", false)]
    [InlineData("false && A > 1", false)]
    [InlineData("A > 1 || true", true)]
    [InlineData("A > 1 || false", null)]
    [InlineData("A > 1 && true", null)]
    [InlineData("!(A > 1)", null)]
    [InlineData("A - A == 0", null)]
    [InlineData("1 / 0 > 1", null)]
    [InlineData("1 % (2 - 2) > 1", null)]
    [InlineData("79228162514264337593543950335 + 1 > 0", null)]
    public void Evaluate_WithoutData_FollowsKleene(string text, bool? expected)
    {
        if (text.StartsWith('7')) text = "7e28 + 7e28 > 0";
        var result = Evaluate(text, ("A", null));
        Assert.Equal(expected, result.Truth);
        Assert.Equal(expected is null, result.Unknown is not null);
    }

    [Fact]
    public void Evaluate_Unknown_NamesTheReason()
    {
        Assert.Equal("A has no data in the window", Evaluate("A > 1", ("A", null)).Unknown);
        Assert.Equal("division by zero at column 3", Evaluate("A / B > 1", ("A", 1), ("B", 0)).Unknown);
        Assert.Equal("the result at column 3 is too large to be exact", Evaluate("A * A > 1", ("A", 9e27m)).Unknown);
        Assert.Equal(Verdict.NotDetermined, Evaluate("A > 1", ("A", null)).Verdict);
    }

    [Fact]
    public void Evaluate_ManyNegationsOfAnUnknown_TakesNoTimeToSpeakOf()
    {
        var text = string.Concat(Enumerable.Repeat("!", 150)) + "(A > 1)";
        Assert.Null(Evaluate(text, ("A", null)).Truth);
    }

    [Fact]
    public void Metrics_NameAndAggregate_ListedOnceInOrder()
    {
        Assert.True(Objective.TryParse("p95(LATENCY) <= 500 && avg(\"ISO-27001 METRIC\") < CPU && p95(LATENCY) > host.load.1m", out var objective, out _));
        Assert.Equal(["p95(LATENCY)", "avg(ISO-27001 METRIC)", "CPU", "host.load.1m"], objective!.Metrics.Select(metric => metric.Label));
        Assert.Equal([1, 24, 50, 72], objective.Metrics.Select(metric => metric.Column));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("   ", 1, "empty")]
    [InlineData("A >", 4, "ends where")]
    [InlineData("A >= 90)", 8, "closes nothing")]
    [InlineData("(A >= 90", 1, "never closed")]
    [InlineData("A = 90", 3, "'=='")]
    [InlineData("A > 1 & B > 1", 7, "'&&'")]
    [InlineData("A > 1 B > 1", 7, "operator is missing")]
    [InlineData("A", 1, "condition is expected")]
    [InlineData("1 < A < 3", 7, "do not chain")]
    [InlineData("(A > 1) + 2 > 1", 4, "number is expected")]
    [InlineData("median(A) > 1", 1, "not an aggregate")]
    [InlineData("avg() > 1", 5, "takes one metric")]
    [InlineData("avg(A + 1) > 1", 7, "")]
    [InlineData("A > 12abc", 5, "neither a number nor a name")]
    [InlineData("A > 1e999", 5, "cannot be kept exactly")]
    [InlineData("A > 0.12345678901234567890123456789", 5, "cannot be kept exactly")]
    [InlineData("A > 1; alert(1)", 6, "not part of an objective")]
    [InlineData("'A > 1", 1, "no closing")]
    [InlineData("!A", 2, "condition is expected")]
    public void TryParse_BadText_SaysWhatAndWhere(string text, int column, string part)
    {
        Assert.False(Objective.TryParse(text, out var objective, out var problems));
        Assert.Null(objective);
        if (part.Length > 0) Assert.Contains(problems, problem => problem.Column == column && problem.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void TryParse_SeveralMistakes_ReportsAllAtOnce()
    {
        Assert.False(Objective.TryParse("A = 1 && best(B) > 2 && C > && # D", out _, out var problems));
        Assert.Equal([3, 10, 29, 32, 34], problems.Select(problem => problem.Column));
    }

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    [InlineData('-')]
    public void TryParse_DeepNesting_IsRefusedNotOverflown(char nester)
    {
        Assert.False(Objective.TryParse(new string(nester, 3900) + "A", out _, out var problems));
        Assert.Contains(problems, problem => problem.Message.Contains("deeper", StringComparison.Ordinal));
    }

    [Fact]
    public void TryParse_LongChainOrText_IsRefused()
    {
        Assert.False(Objective.TryParse(string.Join('+', Enumerable.Repeat("1", 1900)) + ">1", out _, out var chain));
        Assert.Contains(chain, problem => problem.Message.Contains("deeper", StringComparison.Ordinal));
        Assert.False(Objective.TryParse(new string(' ', 10_000_000), out _, out var length));
        Assert.Contains("10000000 characters", Assert.Single(length).Message, StringComparison.Ordinal);
    }

    private static ObjectiveResult Evaluate(string text, params (string Name, decimal? Value)[] metrics)
    {
        Assert.True(Objective.TryParse(text, out var objective, out var problems), string.Join(" | ", problems));
        var readings = objective!.Metrics.Select(use => Array.Find(metrics, metric => metric.Name == use.Name).Value is { } value
            ? new MetricReading(value)
            : new MetricReading(null, "has no data in the window"));
        return objective.Evaluate(readings.ToArray());
    }
}
