using System.Text.Json;
using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;

namespace Status.Host.Api.Registry;

/// <summary>A stored version of an agreement together with what was read out of its document.</summary>
/// <param name="Version">The stored version.</param>
/// <param name="Agreement">What it says; <c>null</c> when the document cannot be read.</param>
/// <param name="Problems">Why it cannot be read.</param>
internal sealed record ReadAgreement(AgreementVersion Version, Agreement? Agreement, IReadOnlyList<string> Problems)
{
    /// <summary>The unit that the document gives for the metric a point of this promise carries.</summary>
    public string? UnitOf(GuaranteeElement element)
    {
        var name = element.Metrics.FirstOrDefault(metric => metric is not ParameterMetric)?.Name;
        return name is not null
            && Member(Member(Member(Member(Version.Document, "terms"), "metrics"), name), "measure") is { } measure
            && Member(measure, "unit") is { ValueKind: JsonValueKind.String } unit ? unit.GetString() : null;
    }

    private static JsonElement? Member(JsonElement? node, string name) =>
        node is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;
}
