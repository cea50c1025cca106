using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Status.Host.Api.Registry.Answers;

/// <summary>A scope set as it is answered.</summary>
/// <param name="FormerId">Its id, by its former name.</param>
/// <param name="Id">Its id.</param>
/// <param name="ControlId">Its control.</param>
/// <param name="Scopes">Values by scope name.</param>
internal sealed record ScopeSetAnswer([property: JsonPropertyName("_id")] string FormerId, string Id, int ControlId, JsonObject Scopes);
