namespace Status.Activities.Agreements.Objectives;

/// <summary>Evaluates a numeric subtree.</summary>
internal delegate Quantity NumberCode(ReadOnlySpan<MetricReading> readings);

/// <summary>Evaluates a logical subtree in Kleene's three-valued logic.</summary>
internal delegate ObjectiveResult TruthCode(ReadOnlySpan<MetricReading> readings);

/// <summary>Turns a checked tree into delegates; metrics become positions in the span of readings.</summary>
internal sealed class Compiler(IReadOnlyList<MetricUse> metrics)
{
    public TruthCode CompileTruth(ObjectiveNode node)
    {
        switch (node)
        {
            case TruthNode truth:
                var fixedResult = new ObjectiveResult(truth.Value, null);
                return _ => fixedResult;
            case UnaryNode { Operator: "!" } not:
                var operand = CompileTruth(not.Operand);
                return readings => operand(readings) is var inner && inner.Truth is { } value ? new(!value, null) : inner;
            case BinaryNode { Operator: "&&" } and:
                return Connect(CompileTruth(and.Left), CompileTruth(and.Right), decides: false);
            case BinaryNode { Operator: "||" } or:
                return Connect(CompileTruth(or.Left), CompileTruth(or.Right), decides: true);
            case BinaryNode comparison:
                return Compare(comparison.Operator, CompileNumber(comparison.Left), CompileNumber(comparison.Right));
            default:
                throw new InvalidOperationException("Only a checked tree is compiled.");
        }
    }

    public NumberCode CompileNumber(ObjectiveNode node)
    {
        switch (node)
        {
            case NumberNode number:
                var constant = new Quantity(number.Value, null);
                return _ => constant;
            case MetricNode metric:
                return Read(metric);
            case UnaryNode { Operator: "-" } minus:
                var operand = CompileNumber(minus.Operand);
                return readings => operand(readings) is var value && value.Unknown is null ? new(-value.Value, null) : value;
            case BinaryNode binary:
                return Calculate(binary.Operator, CompileNumber(binary.Left), CompileNumber(binary.Right), binary.Column);
            default:
                throw new InvalidOperationException("Only a checked tree is compiled.");
        }
    }

    // The side that decides wins over an unknown one: false && unknown is false, true || unknown is true.
    private static TruthCode Connect(TruthCode left, TruthCode right, bool decides) => readings =>
    {
        var first = left(readings);
        if (first.Truth == decides) return first;
        var second = right(readings);
        if (second.Truth == decides) return second;
        return (first.Unknown, second.Unknown) switch
        {
            (null, _) => second,
            (_, null) => first,
            var (one, other) => new(null, one == other ? one : $"{one}; {other}"),
        };
    };

    private static TruthCode Compare(string symbol, NumberCode left, NumberCode right) => readings =>
    {
        var (first, firstUnknown) = left(readings);
        var (second, secondUnknown) = right(readings);
        if ((firstUnknown ?? secondUnknown) is { } unknown) return new(null, Join(firstUnknown, secondUnknown) ?? unknown);
        return new(
            symbol switch
            {
                ">=" => first >= second,
                "<=" => first <= second,
                ">" => first > second,
                "<" => first < second,
                "==" => first == second,
                _ => first != second,
            },
            null);
    };

    private static NumberCode Calculate(string symbol, NumberCode left, NumberCode right, int column) => readings =>
    {
        var (first, firstUnknown) = left(readings);
        var (second, secondUnknown) = right(readings);
        if ((firstUnknown ?? secondUnknown) is not null) return new(0, Join(firstUnknown, secondUnknown));
        if (second == 0 && symbol is "/" or "%") return new(0, $"division by zero at column {column}");
        try
        {
            return new(
                symbol switch
                {
                    "+" => first + second,
                    "-" => first - second,
                    "*" => first * second,
                    "/" => first / second,
                    _ => first % second,
                },
                null);
        }
        catch (OverflowException)
        {
            return new(0, $"the result at column {column} is too large to be exact");
        }
    };

    private static string? Join(string? first, string? second) =>
        first is null ? second : second is null || first == second ? first : $"{first}; {second}";

    private NumberCode Read(MetricNode metric)
    {
        var index = 0;
        while (metrics[index].Name != metric.Name || metrics[index].Aggregate != metric.Aggregate) index++;
        var label = metrics[index].Label;
        return readings => readings[index] is { Value: { } value }
            ? new(value, null)
            : new(0, $"{label} {readings[index].Missing ?? "has no data"}");
    }
}
