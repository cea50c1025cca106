namespace Status.Host.Api.Registry.Answers;

/// <summary>An agreement in short.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The current version.</param>
/// <param name="Digest">SHA-256 of the document.</param>
/// <param name="CreatedAt">When that version was stored.</param>
/// <param name="TimeZone">The IANA zone of its windows; null when the document cannot be read.</param>
/// <param name="Guarantees">How many guarantees it has.</param>
/// <param name="State">fulfilled, violated or not-determined.</param>
/// <param name="Fulfilled">Guarantees that are fulfilled.</param>
/// <param name="Violated">Guarantees that are violated.</param>
/// <param name="NotDetermined">Guarantees that are not determined.</param>
/// <param name="Problems">What is wrong with the document; null when nothing is.</param>
internal sealed record AgreementSummaryAnswer(
    string Id,
    string Name,
    int Version,
    string Digest,
    DateTimeOffset CreatedAt,
    string? TimeZone,
    int Guarantees,
    string State,
    int Fulfilled,
    int Violated,
    int NotDetermined,
    IReadOnlyList<string>? Problems);
