namespace Status.Workflows.Import.NodeRed;

/// <summary>A line of the report of an import: something that a person should know or do.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Flow">Label of the tab; empty when the file as a whole is concerned.</param>
/// <param name="NodeId">Id of the node in Node-RED; empty when none.</param>
/// <param name="NodeName">Its name, else its type.</param>
/// <param name="NodeType">Its type.</param>
/// <param name="Message">What happened and why.</param>
/// <param name="Advice">What to do; empty when nothing has to be done.</param>
public sealed record NodeRedNote(NodeRedLevel Level, string Flow, string NodeId, string NodeName, string NodeType, string Message, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Level switch { NodeRedLevel.NotConverted => "not converted", NodeRedLevel.Changed => "differs", _ => "note" }}: {(Flow.Length > 0 ? $"{Flow} / " : "")}{NodeName}{(NodeId.Length > 0 ? $" ({NodeType}, {NodeId})" : "")}: {Message}{(Advice.Length > 0 ? $" {Advice}" : "")}";
}

/// <summary>How much a line of the report matters.</summary>
public enum NodeRedLevel
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>The converted flow behaves otherwise than the original in a detail.</summary>
    Changed,

    /// <summary>The node stands in the definition but cannot run; the definition cannot be published before somebody has replaced it.</summary>
    NotConverted,
}
