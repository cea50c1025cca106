using System.Text.Json.Nodes;

namespace Status.Host.Api.Registry.Answers;

/// <summary>Where a guarantee stands.</summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="AgreementVersion">The version that was evaluated.</param>
/// <param name="GuaranteeId">The guarantee.</param>
/// <param name="Scope">Values by scope name.</param>
/// <param name="State">fulfilled, violated or not-determined.</param>
/// <param name="Standing">The last state that was determined.</param>
/// <param name="Since">Since when it stands so.</param>
/// <param name="Value">The value; null without data.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Metrics">The numbers behind it, by name.</param>
/// <param name="Reason">Why it came out so.</param>
/// <param name="Window">The window; null before the first evaluation.</param>
/// <param name="EvaluatedUntil">Up to when samples were seen.</param>
/// <param name="ComputationGroup">The run of controls it rests on.</param>
internal sealed record GuaranteeStateAnswer(
    string AgreementId,
    int AgreementVersion,
    string GuaranteeId,
    JsonObject Scope,
    string State,
    string Standing,
    DateTimeOffset? Since,
    decimal? Value,
    string Objective,
    JsonObject Metrics,
    string Reason,
    WindowAnswer? Window,
    DateTimeOffset? EvaluatedUntil,
    string? ComputationGroup);
