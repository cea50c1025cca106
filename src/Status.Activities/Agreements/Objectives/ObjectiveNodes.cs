using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Objectives;

/// <summary>A number that is not negative; a sign is a <see cref="UnaryNode"/>.</summary>
internal sealed record NumberNode(decimal Value, int Column = 0) : ObjectiveNode(Column);

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record TruthNode(bool Value, int Column = 0) : ObjectiveNode(Column);

/// <summary>A metric, with the aggregate of the objective or, when it names none, that of the metric's own measure.</summary>
internal sealed record MetricNode(string Name, MetricAggregate? Aggregate, int Column = 0) : ObjectiveNode(Column);

/// <summary><c>!operand</c> or <c>-operand</c>.</summary>
internal sealed record UnaryNode(string Operator, ObjectiveNode Operand, int Column = 0) : ObjectiveNode(Column)
{
    private readonly int _depth = Operand.Depth + 1;

    public override int Depth => _depth;

    public bool Equals(UnaryNode? other) => base.Equals(other) && Operator == other!.Operator && Operand.Equals(other.Operand);

    public override int GetHashCode() => HashCode.Combine(Operator, Operand);
}

/// <summary><c>left operator right</c>.</summary>
internal sealed record BinaryNode(string Operator, ObjectiveNode Left, ObjectiveNode Right, int Column = 0) : ObjectiveNode(Column)
{
    private readonly int _depth = Math.Max(Left.Depth, Right.Depth) + 1;

    public override int Depth => _depth;

    public bool Equals(BinaryNode? other) =>
        base.Equals(other) && Operator == other!.Operator && Left.Equals(other.Left) && Right.Equals(other.Right);

    public override int GetHashCode() => HashCode.Combine(Operator, Left, Right);
}

/// <summary>Stands where nothing could be read; the problem is already noted, so nothing above it complains again.</summary>
internal sealed record UnreadableNode(int Column) : ObjectiveNode(Column);
