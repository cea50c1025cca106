namespace Status.Host.Identity;

/// <summary>
/// Marks a route whose callers are believed for five minutes while the database is away: a credential that was taken from somebody on another host a moment before the outage still opens
/// it. So only what takes in samples carries this; everything else asks the database or is not done.
/// </summary>
internal sealed class AdmittedInOutage;
