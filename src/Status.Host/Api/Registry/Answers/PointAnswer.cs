using System.Text.Json.Nodes;

namespace Status.Host.Api.Registry.Answers;

/// <summary>A point as it is answered: one guarantee in one window.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AgreementId">The agreement.</param>
/// <param name="GuaranteeId">The guarantee.</param>
/// <param name="GuaranteeValue">The value; null without data.</param>
/// <param name="GuaranteeResult">Whether the guarantee holds; null when it is not determined.</param>
/// <param name="Timestamp">The end of the window.</param>
/// <param name="Metrics">The numbers behind it, by name.</param>
/// <param name="Scope">Values by scope name.</param>
/// <param name="ComputationGroup">The run of controls it rests on.</param>
/// <param name="State">fulfilled, violated or not-determined.</param>
/// <param name="AgreementVersion">The version that was evaluated.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Reason">Why it came out so.</param>
/// <param name="Window">The window.</param>
/// <param name="EvaluatedUntil">Up to when samples were seen.</param>
internal sealed record PointAnswer(
    string Id,
    string AgreementId,
    string GuaranteeId,
    decimal? GuaranteeValue,
    bool? GuaranteeResult,
    DateTimeOffset Timestamp,
    JsonObject Metrics,
    JsonObject Scope,
    string? ComputationGroup,
    string State,
    int AgreementVersion,
    string Objective,
    string Reason,
    WindowAnswer Window,
    DateTimeOffset EvaluatedUntil);
