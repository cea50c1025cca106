using Status.Activities.Compliance;

namespace Status.Activities.Registry.Controls;

/// <summary>A control in one of its scopes, with what is known about when it was last run.</summary>
/// <param name="Control">The control.</param>
/// <param name="Scope">The scope; empty when the control has no scope sets.</param>
/// <param name="AgreementId">The agreement of the control's catalog; <c>null</c> when there is none.</param>
/// <param name="ValidFrom">Nothing is due before; <c>null</c> for no beginning.</param>
/// <param name="ValidUntil">Nothing is due after; <c>null</c> for no end.</param>
/// <param name="ComputedUntil">The end of the last window that was computed; <c>null</c> when none was.</param>
public sealed record ScheduledControl(
    Control Control, Scope Scope, string? AgreementId, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, DateTimeOffset? ComputedUntil);
