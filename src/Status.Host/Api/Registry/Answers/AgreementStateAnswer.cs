namespace Status.Host.Api.Registry.Answers;

/// <summary>Where an agreement stands.</summary>
/// <param name="AgreementId">The agreement.</param>
/// <param name="AgreementVersion">Its current version.</param>
/// <param name="State">fulfilled, violated or not-determined.</param>
/// <param name="States">Where each guarantee stands.</param>
internal sealed record AgreementStateAnswer(string AgreementId, int AgreementVersion, string State, IReadOnlyList<GuaranteeStateAnswer> States);
