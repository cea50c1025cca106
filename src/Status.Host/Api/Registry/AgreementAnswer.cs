namespace Status.Host.Api.Registry;

/// <summary>An agreement and where it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">Number of its current version.</param>
/// <param name="Digest">SHA-256 of that version's canonical JSON.</param>
/// <param name="CreatedAt">When that version was accepted.</param>
/// <param name="TimeZone">The zone of its windows; absent when the document cannot be read.</param>
/// <param name="State">One violation violates it; one unknown leaves it open.</param>
/// <param name="GuaranteeCount">Its promises, each scope counted.</param>
/// <param name="Fulfilled">How many hold.</param>
/// <param name="Violated">How many are broken.</param>
/// <param name="NotDetermined">How many have no data.</param>
/// <param name="EvaluatedAt">Up to when data counted in the newest evaluation.</param>
/// <param name="NextEvaluationAt">When it is evaluated next by schedule; absent when nothing is scheduled.</param>
/// <param name="Problems">What is wrong with the document, when it cannot be read.</param>
/// <param name="Guarantees">Its promises; absent in lists.</param>
internal sealed record AgreementAnswer(
    string Id,
    string Name,
    int Version,
    string Digest,
    DateTimeOffset CreatedAt,
    string? TimeZone,
    string State,
    int GuaranteeCount,
    int Fulfilled,
    int Violated,
    int NotDetermined,
    DateTimeOffset? EvaluatedAt,
    DateTimeOffset? NextEvaluationAt,
    IReadOnlyList<string>? Problems,
    IReadOnlyList<GuaranteeAnswer>? Guarantees);
