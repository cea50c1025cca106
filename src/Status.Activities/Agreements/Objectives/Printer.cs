using System.Globalization;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Objectives;

/// <summary>Writes a tree as text that parses to the same tree, with no parentheses that do not matter.</summary>
internal static class Printer
{
    public static string Print(ObjectiveNode node) => node switch
    {
        NumberNode number => number.Value.ToString(CultureInfo.InvariantCulture),
        TruthNode truth => truth.Value ? "true" : "false",
        MetricNode { Aggregate: { } aggregate } metric => $"{aggregate.ToText()}({Name(metric.Name)})",
        MetricNode metric => Name(metric.Name),
        UnaryNode unary => unary.Operator + Operand(unary.Operand, Precedence.Unary),
        BinaryNode binary => Binary(binary),
        _ => "?",
    };

    private static string Binary(BinaryNode node)
    {
        var precedence = Precedence.OfBinary(node.Operator);
        return $"{Operand(node.Left, precedence)} {node.Operator} {Operand(node.Right, precedence + 1)}";
    }

    private static string Operand(ObjectiveNode node, int minimum) =>
        Precedence.Of(node) < minimum ? $"({Print(node)})" : Print(node);

    private static string Name(string name) =>
        Lexer.IsPlainName(name) ? name : name.Contains('"', StringComparison.Ordinal) ? $"`{name}`" : $"\"{name}\"";
}
