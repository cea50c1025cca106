namespace Status.Activities.Agreements.Objectives;

/// <summary>
/// A node of an objective's tree. Two trees are equal when they mean the same text; where they stood in it does not count.
/// </summary>
internal abstract record ObjectiveNode(int Column)
{
    /// <summary>Levels below and including this node; bounds the recursion of everything that walks the tree.</summary>
    public virtual int Depth => 1;

    public virtual bool Equals(ObjectiveNode? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
}
