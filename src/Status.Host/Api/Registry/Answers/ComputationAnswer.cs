using System.Text.Json.Nodes;

namespace Status.Host.Api.Registry.Answers;

/// <summary>A computation as it is answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ComputationGroup">The run of controls it belongs to.</param>
/// <param name="Value">Whether the control holds; null when it is not determined.</param>
/// <param name="Scope">Values by scope name.</param>
/// <param name="Evidences">What it rests on.</param>
/// <param name="Period">Its window.</param>
/// <param name="ControlId">Its control.</param>
internal sealed record ComputationAnswer(
    string Id,
    string ComputationGroup,
    bool? Value,
    JsonObject Scope,
    IReadOnlyList<JsonObject> Evidences,
    WindowAnswer Period,
    string ControlId);
