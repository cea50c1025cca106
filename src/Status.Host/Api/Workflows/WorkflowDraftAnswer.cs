using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Api.Workflows;

/// <summary>A refused draft on the wire.</summary>
/// <param name="Id">Id of the copy.</param>
/// <param name="WorkflowId">The workflow it was meant for.</param>
/// <param name="Name">Name in the draft.</param>
/// <param name="Author">Whose draft it is.</param>
/// <param name="KnownRevision">The revision its author had seen.</param>
/// <param name="CurrentRevision">The revision that was there.</param>
/// <param name="OtherAuthor">Who had written it.</param>
/// <param name="RefusedAt">When the save was refused last.</param>
/// <param name="Definition">The definition in Elsa 3 format, ready to be imported; absent in lists.</param>
internal sealed record WorkflowDraftAnswer(
    string Id,
    string WorkflowId,
    string Name,
    string Author,
    long KnownRevision,
    long CurrentRevision,
    string OtherAuthor,
    DateTimeOffset RefusedAt,
    JsonObject? Definition = null)
{
    /// <summary>Makes an answer.</summary>
    public static WorkflowDraftAnswer Of(RefusedDraft draft, bool whole = false) => new(
        draft.Id, draft.DefinitionId, draft.Name, draft.Author, draft.KnownRevision, draft.CurrentRevision, draft.OtherAuthor, draft.RefusedAt,
        whole ? JsonNode.Parse(draft.Json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 })!.AsObject() : null);
}
