namespace Status.Activities.Agreements.Objectives;

/// <summary>Numbers are compared, conditions are combined: notes every place of a tree where the two are mixed up.</summary>
internal sealed class TypeChecker(List<ObjectiveProblem> problems)
{
    public void ExpectCondition(ObjectiveNode node)
    {
        switch (node)
        {
            case UnreadableNode or TruthNode:
                break;
            case UnaryNode { Operator: "!" } not:
                ExpectCondition(not.Operand);
                break;
            case BinaryNode binary when Precedence.IsLogical(binary.Operator):
                ExpectCondition(binary.Left);
                ExpectCondition(binary.Right);
                break;
            case BinaryNode binary when Precedence.IsComparison(binary.Operator):
                ExpectNumber(binary.Left, binary);
                ExpectNumber(binary.Right, binary);
                break;
            default:
                problems.Add(new(node.Column, $"'{Short(node)}' is a number where a condition is expected; compare it, as in '{Short(node)} >= 90'."));
                ExpectNumber(node, null);
                break;
        }
    }

    private void ExpectNumber(ObjectiveNode node, BinaryNode? comparison)
    {
        switch (node)
        {
            case UnreadableNode or NumberNode or MetricNode:
                break;
            case UnaryNode { Operator: "-" } minus:
                ExpectNumber(minus.Operand, null);
                break;
            case BinaryNode binary when !Precedence.IsLogical(binary.Operator) && !Precedence.IsComparison(binary.Operator):
                ExpectNumber(binary.Left, null);
                ExpectNumber(binary.Right, null);
                break;
            case BinaryNode inner when comparison is not null && Precedence.IsComparison(inner.Operator):
                problems.Add(new(comparison.Column, "Comparisons do not chain; write 'a < b && b < c'."));
                ExpectCondition(inner);
                break;
            default:
                problems.Add(new(node.Column, $"'{Short(node)}' is a condition where a number is expected."));
                ExpectCondition(node);
                break;
        }
    }

    private static string Short(ObjectiveNode node)
    {
        var text = Printer.Print(node);
        return text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text;
    }
}
