using Status.Activities.Compliance;
using Status.Workflows.Execution;

namespace Status.Activities.Registry.Agreements;

/// <summary>Makes what is committed together with a change of an agreement; the store knows nothing of what it says.</summary>
/// <param name="before">The version that was current; <c>null</c> when there was none.</param>
/// <param name="after">The version that is current now; <c>null</c> when the agreement is deleted.</param>
public delegate CommitNote AgreementNote(AgreementVersion? before, AgreementVersion? after);
