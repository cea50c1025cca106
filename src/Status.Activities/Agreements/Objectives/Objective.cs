namespace Status.Activities.Agreements.Objectives;

/// <summary>
/// A condition over metrics, such as <c>p95(LATENCY) &lt;= 500 &amp;&amp; AVAILABILITY &gt;= 99</c>: parsed once, checked, compiled to
/// delegates. Numbers are exact decimals. A metric without data, a division by zero or an overflow makes its part unknown, and
/// Kleene's logic decides whether the whole is still determined. Immutable and safe for use by many threads.
/// </summary>
public sealed class Objective
{
    /// <summary>Longer texts are refused unread.</summary>
    public const int MaxLength = 4000;

    private readonly TruthCode _code;

    private Objective(string text, ObjectiveNode root, IReadOnlyList<MetricUse> metrics)
    {
        Text = text;
        Root = root;
        Metrics = metrics;
        _code = new Compiler(metrics).CompileTruth(root);
    }

    /// <summary>The text as its author wrote it.</summary>
    public string Text { get; }

    /// <summary>The metrics it reads, each once, in order of appearance. Readings are handed in in this order.</summary>
    public IReadOnlyList<MetricUse> Metrics { get; }

    internal ObjectiveNode Root { get; }

    /// <summary>Reads an objective. On <c>false</c> <paramref name="problems"/> holds everything that is wrong with it, by column.</summary>
    public static bool TryParse(string text, out Objective? objective, out IReadOnlyList<ObjectiveProblem> problems)
    {
        objective = null;
        if (text.Length > MaxLength)
        {
            problems = [new(MaxLength + 1, $"The objective has {text.Length} characters; at most {MaxLength} are allowed.")];
            return false;
        }

        var found = new List<ObjectiveProblem>();
        var root = Parser.Parse(text, found);
        new TypeChecker(found).ExpectCondition(root);
        problems = [.. found.Distinct().OrderBy(problem => problem.Column)];
        if (found.Count > 0) return false;
        objective = new(text, root, CollectMetrics(root));
        return true;
    }

    /// <summary>Evaluates the objective. Throws <see cref="ArgumentException"/> when the number of readings differs from <see cref="Metrics"/>.</summary>
    public ObjectiveResult Evaluate(ReadOnlySpan<MetricReading> readings)
    {
        if (readings.Length != Metrics.Count)
            throw new ArgumentException($"The objective reads {Metrics.Count} metrics, {readings.Length} readings were given.", nameof(readings));
        return _code(readings);
    }

    private static List<MetricUse> CollectMetrics(ObjectiveNode root)
    {
        var uses = new List<MetricUse>();
        var open = new Stack<ObjectiveNode>([root]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case MetricNode metric when !uses.Exists(use => use.Name == metric.Name && use.Aggregate == metric.Aggregate):
                    uses.Add(new(metric.Name, metric.Aggregate, metric.Column));
                    break;
                case UnaryNode unary:
                    open.Push(unary.Operand);
                    break;
                case BinaryNode binary:
                    open.Push(binary.Right);
                    open.Push(binary.Left);
                    break;
            }
        }

        return uses;
    }
}
