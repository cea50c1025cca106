using FsCheck;
using Status.Activities.Agreements.Objectives;
using Status.Activities.Compliance;

namespace Status.Activities.Tests.Agreements;

/// <summary>What holds for every objective, shown on generated trees.</summary>
public sealed class ObjectiveLaws
{
    private static readonly string[] _names = ["A", "B_METRIC", "host.cpu.percent", "ISO-27001 \u00e9", "true story", "$x"];

    private static readonly Configuration _runs = new() { MaxNbOfTest = 2000, EndSize = 40, QuietOnSuccess = true };

    [Fact]
    public void Print_ThenParse_GivesTheSameTree() =>
        Check(Prop.ForAll(Condition().ToArbitrary(), tree =>
        {
            var text = Printer.Print(tree);
            Assert.True(Objective.TryParse(text, out var objective, out var problems), $"{text}: {string.Join(" | ", problems)}");
            Assert.Equal(tree, objective!.Root);
            Assert.Equal(text, Printer.Print(objective.Root));
        }));

    [Fact]
    public void Evaluate_AgreesWithANaiveWalk() =>
        Check(Prop.ForAll(Condition().ToArbitrary(), Readings().ToArbitrary(), (tree, values) =>
        {
            Assert.True(Objective.TryParse(Printer.Print(tree), out var objective, out _));
            var result = objective!.Evaluate([.. objective.Metrics.Select(metric => new MetricReading(values[metric.Name]))]);
            Assert.Equal(Naive.Truth(tree, values), result.Truth);
            Assert.Equal(result.Truth is null, result.Unknown is not null);
        }));

    [Fact]
    public void Logic_IsKleenes() =>
        Check(Prop.ForAll(Condition().ToArbitrary(), Condition().ToArbitrary(), Readings().ToArbitrary(), (a, b, values) =>
        {
            bool? Run(ObjectiveNode node)
            {
                Assert.True(Objective.TryParse(Printer.Print(node), out var objective, out _));
                return objective!.Evaluate([.. objective.Metrics.Select(metric => new MetricReading(values[metric.Name]))]).Truth;
            }

            var (left, right) = (Run(a), Run(b));
            Assert.Equal(left is null ? null : !left, Run(new UnaryNode("!", a)));
            Assert.Equal(left & right, Run(new BinaryNode("&&", a, b)));
            Assert.Equal(left | right, Run(new BinaryNode("||", a, b)));
            Assert.Equal(Run(new BinaryNode("&&", a, b)), Run(new BinaryNode("&&", b, a)));
            Assert.Equal(Run(new UnaryNode("!", new BinaryNode("&&", a, b))), Run(new BinaryNode("||", new UnaryNode("!", a), new UnaryNode("!", b))));
            Assert.Equal(left, Run(new UnaryNode("!", new UnaryNode("!", a))));
        }));

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndNamesColumnsInside() =>
        Check(Prop.ForAll(Gen.Elements("A", "(", ")", "&&", "||", "!", "1.5", ">=", "==", "-", "avg", "%", "\"", "'", "#", " ", "\u0000", "=", "é", "true")
            .ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            var valid = Objective.TryParse(text, out var objective, out var problems);
            Assert.Equal(valid, problems.Count == 0);
            Assert.Equal(valid, objective is not null);
            Assert.All(problems, problem => Assert.InRange(problem.Column, 1, text.Length + 1));
        }));

    private static void Check(Property property) => property.Check(new Configuration
    {
        MaxNbOfTest = _runs.MaxNbOfTest,
        EndSize = _runs.EndSize,
        Runner = FsCheck.Config.QuickThrowOnFailure.Runner,
    });

    private static Gen<ObjectiveNode> Condition() => Gen.Sized(size => Condition(Math.Min(size, 12)));

    private static Gen<ObjectiveNode> Condition(int size)
    {
        var truth = Arb.Generate<bool>().Select(value => (ObjectiveNode)new TruthNode(value));
        if (size <= 1) return truth;
        var half = Condition(size / 2);
        var number = Number(size / 2);
        return Gen.Frequency(
            Tuple.Create(1, truth),
            Tuple.Create(6, Binary(Gen.Elements(">=", "<=", ">", "<", "==", "!="), number, number)),
            Tuple.Create(4, Binary(Gen.Elements("&&", "||"), half, half)),
            Tuple.Create(2, half.Select(inner => (ObjectiveNode)new UnaryNode("!", inner))));
    }

    private static Gen<ObjectiveNode> Number(int size)
    {
        var literal = Gen.Choose(0, 20_000).Select(value => (ObjectiveNode)new NumberNode(value / 100m));
        var metric = from name in Gen.Elements(_names)
                     from aggregate in Gen.Elements<MetricAggregate?>(null, MetricAggregate.Avg, MetricAggregate.P95, MetricAggregate.Ratio)
                     select (ObjectiveNode)new MetricNode(name, aggregate);
        if (size <= 1) return Gen.OneOf(literal, metric);
        var half = Number(size / 2);
        return Gen.Frequency(
            Tuple.Create(2, literal),
            Tuple.Create(2, metric),
            Tuple.Create(4, Binary(Gen.Elements("+", "-", "*", "/", "%"), half, half)),
            Tuple.Create(1, half.Select(inner => (ObjectiveNode)new UnaryNode("-", inner))));
    }

    private static Gen<ObjectiveNode> Binary(Gen<string> symbols, Gen<ObjectiveNode> left, Gen<ObjectiveNode> right) =>
        from symbol in symbols
        from first in left
        from second in right
        select (ObjectiveNode)new BinaryNode(symbol, first, second);

    private static Gen<Dictionary<string, decimal?>> Readings() =>
        Gen.Frequency(
                Tuple.Create(1, Gen.Constant<decimal?>(null)),
                Tuple.Create(1, Gen.Constant<decimal?>(0)),
                Tuple.Create(4, Gen.Choose(-500, 500).Select(value => (decimal?)value / 10m)))
            .ArrayOf(_names.Length)
            .Select(values => _names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));

    /// <summary>The meaning of an objective, written as plainly as possible: nullable arithmetic and C#'s own lifted logic.</summary>
    private static class Naive
    {
        public static bool? Truth(ObjectiveNode node, Dictionary<string, decimal?> values) => node switch
        {
            TruthNode truth => truth.Value,
            UnaryNode not => !Truth(not.Operand, values),
            BinaryNode { Operator: "&&" } and => Truth(and.Left, values) & Truth(and.Right, values),
            BinaryNode { Operator: "||" } or => Truth(or.Left, values) | Truth(or.Right, values),
            BinaryNode comparison => Compare(comparison.Operator, Number(comparison.Left, values), Number(comparison.Right, values)),
            _ => throw new InvalidOperationException(),
        };

        private static bool? Compare(string symbol, decimal? left, decimal? right) => left is null || right is null ? null : symbol switch
        {
            ">=" => left >= right,
            "<=" => left <= right,
            ">" => left > right,
            "<" => left < right,
            "==" => left == right,
            _ => left != right,
        };

        private static decimal? Number(ObjectiveNode node, Dictionary<string, decimal?> values)
        {
            switch (node)
            {
                case NumberNode number: return number.Value;
                case MetricNode metric: return values[metric.Name];
                case UnaryNode minus: return -Number(minus.Operand, values);
                case BinaryNode binary:
                    try
                    {
                        var (left, right) = (Number(binary.Left, values), Number(binary.Right, values));
                        return binary.Operator switch
                        {
                            "+" => left + right,
                            "-" => left - right,
                            "*" => left * right,
                            "/" => right == 0 ? null : left / right,
                            _ => right == 0 ? null : left % right,
                        };
                    }
                    catch (OverflowException)
                    {
                        return null;
                    }

                default: throw new InvalidOperationException();
            }
        }
    }
}
