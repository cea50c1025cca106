using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>What an import of Node-RED flows gives.</summary>
public sealed record NodeRedImport
{
    /// <summary>One definition for each tab.</summary>
    public IReadOnlyList<ImportedFlow> Flows { get; init; } = [];

    /// <summary>The report.</summary>
    public IReadOnlyList<NodeRedNote> Notes { get; init; } = [];

    /// <summary>Why nothing could be read; <c>null</c> when it could.</summary>
    public string? Problem { get; init; }
}

/// <summary>A tab as a definition.</summary>
/// <param name="DefinitionId">Logical id, made of the label.</param>
/// <param name="Name">The label.</param>
/// <param name="Definition">The definition in Elsa 3 format.</param>
/// <param name="Converted">Nodes that run.</param>
/// <param name="NotConverted">Nodes that somebody has to replace.</param>
public sealed record ImportedFlow(string DefinitionId, string Name, JsonObject Definition, int Converted, int NotConverted);
