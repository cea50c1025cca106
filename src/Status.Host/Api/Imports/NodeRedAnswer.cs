using System.Text.Json.Nodes;
using Status.Workflows.Import.NodeRed;

namespace Status.Host.Api.Imports;

/// <summary>What an import of Node-RED flows gives.</summary>
/// <param name="DryRun">Whether nothing was saved.</param>
/// <param name="Flows">One for each tab.</param>
/// <param name="Notes">The report.</param>
internal sealed record NodeRedAnswer(bool DryRun, IReadOnlyList<NodeRedFlowAnswer> Flows, IReadOnlyList<NodeRedNoteAnswer> Notes);

/// <summary>A tab as a workflow.</summary>
/// <param name="WorkflowId">Logical id.</param>
/// <param name="Name">The tab's label.</param>
/// <param name="Converted">Nodes that run.</param>
/// <param name="NotConverted">Nodes that somebody has to replace.</param>
/// <param name="Exists">Whether there is a workflow with this id: the import makes another draft of it.</param>
/// <param name="Version">The draft that was saved; absent when nothing was.</param>
/// <param name="Definition">The definition; with a dry run only.</param>
internal sealed record NodeRedFlowAnswer(string WorkflowId, string Name, int Converted, int NotConverted, bool Exists, int? Version, JsonObject? Definition);

/// <summary>A line of the report.</summary>
/// <param name="Level">note, changed or notConverted.</param>
/// <param name="Flow">The tab.</param>
/// <param name="NodeId">Id of the node.</param>
/// <param name="NodeName">Its name.</param>
/// <param name="NodeType">Its type.</param>
/// <param name="Message">What happened and why.</param>
/// <param name="Advice">What to do; empty when nothing has to be done.</param>
internal sealed record NodeRedNoteAnswer(string Level, string Flow, string NodeId, string NodeName, string NodeType, string Message, string Advice)
{
    /// <summary>Makes an answer.</summary>
    public static NodeRedNoteAnswer Of(NodeRedNote note) => new(
        note.Level switch { NodeRedLevel.NotConverted => "notConverted", NodeRedLevel.Changed => "changed", _ => "note" }, note.Flow, note.NodeId, note.NodeName, note.NodeType, note.Message, note.Advice);
}
