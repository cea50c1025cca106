using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Api.Workflows;

/// <summary>A version of a workflow on the wire.</summary>
/// <param name="Id">Logical id, the same for all versions.</param>
/// <param name="VersionId">Id of the version.</param>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="Name">Name.</param>
/// <param name="Description">What it is for; absent when not given.</param>
/// <param name="IsLatest">Newest version.</param>
/// <param name="IsPublished">The version that runs.</param>
/// <param name="Revision">Counts the changes over all versions; the entity tag.</param>
/// <param name="Author">Who wrote it last.</param>
/// <param name="CreatedAt">When the version was made.</param>
/// <param name="Definition">The definition in Elsa 3 format; absent in lists.</param>
/// <param name="Warnings">What is worth knowing about it; absent when nothing is.</param>
internal sealed record WorkflowAnswer(
    string Id,
    string VersionId,
    int Version,
    string Name,
    string? Description,
    bool IsLatest,
    bool IsPublished,
    long Revision,
    string Author,
    DateTimeOffset CreatedAt,
    JsonObject? Definition = null,
    IReadOnlyList<WorkflowProblem>? Warnings = null)
{
    /// <summary>Makes an answer.</summary>
    public static WorkflowAnswer Of(DefinitionRow row, JsonObject? definition = null, IReadOnlyList<WorkflowProblem>? warnings = null) => new(
        row.DefinitionId, row.Id, row.Version, row.Name, row.Description, row.IsLatest, row.IsPublished, row.Revision, row.Author, row.CreatedAt,
        definition, warnings is { Count: > 0 } ? warnings : null);
}
