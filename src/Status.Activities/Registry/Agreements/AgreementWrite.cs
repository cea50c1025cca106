using Status.Activities.Compliance;

namespace Status.Activities.Registry.Agreements;

/// <summary>How an attempt to change an agreement ended, with the version that is current afterwards.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Current">The current version; <c>null</c> when there is none.</param>
public sealed record AgreementWrite(AgreementWriteStatus Status, AgreementVersion? Current);
