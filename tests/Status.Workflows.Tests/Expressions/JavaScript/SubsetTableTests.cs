namespace Status.Workflows.Tests.Expressions.JavaScript;

public class SubsetTableTests
{
    [Fact]
    public async Task EveryLine_GivesTheSameJsonAsNode()
    {
        var lines = SubsetTable.Read().Where(l => l.Refusal is null).ToList();
        Assert.True(lines.Count >= 54, $"The table has {lines.Count} lines.");
        var expected = await NodeJs.EvaluateAsync(lines.ConvertAll(l => l.Source));
        var wrong = lines.Zip(expected)
            .Select(pair => (Line: pair.First, Expected: pair.Second, Actual: Scripts.Outcome(pair.First.Source)))
            .Where(x => !Scripts.Same(x.Actual, x.Expected))
            .Select(x => $"{x.Line.What}: {x.Line.Source}\n  Node:   {x.Expected}\n  STATUS: {x.Actual}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void EveryLineThatIsNotThere_IsRefusedWithPlaceAndAdvice()
    {
        var lines = SubsetTable.Read().Where(l => l.Refusal is not null).ToList();
        Assert.True(lines.Count >= 20, $"The table has {lines.Count} lines.");
        foreach (var line in lines)
        {
            var problems = Scripts.Problems(line.Source);
            Assert.True(problems.Any(p => p.Message.Contains(line.Refusal!, StringComparison.Ordinal)), $"{line.What}: {string.Join("; ", problems)}");
            Assert.All(problems, p => Assert.True(p is { Line: >= 1, Column: >= 1 }));
        }
    }

    [Theory]
    [InlineData("1 +\n  import", 2, 3)]
    [InlineData("let a = 1;\nlet b = 2;\n  a = b +* 2", 3, 10)]
    [InlineData("if (true) {", 1, 11)]
    [InlineData("'abc", 1, 1)]
    [InlineData("x => {\n  y = 1\n}", 2, 3)]
    public void Problem_NamesLineAndColumn(string source, int line, int column)
    {
        var problem = Assert.Single(Scripts.Problems(source));
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }
}
