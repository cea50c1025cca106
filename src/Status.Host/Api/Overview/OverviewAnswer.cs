using Status.Host.Api.Alerts;
using Status.Host.Api.Evidence;
using Status.Host.Api.Ledger;
using Status.Host.Api.Registry;

namespace Status.Host.Api.Overview;

/// <summary>How everything stands. A part that the caller may not read is absent.</summary>
/// <param name="At">When this was read.</param>
/// <param name="TrendFrom">Where the trends begin: 24 hours ago, or at the first evaluation since.</param>
/// <param name="Agreements">Every agreement with its promises.</param>
/// <param name="Evidence">What was collected last.</param>
/// <param name="Ledger">The newest signed state of the ledger.</param>
/// <param name="Alerts">What is open.</param>
/// <param name="Runs">What runs and what failed.</param>
internal sealed record OverviewAnswer(
    DateTimeOffset At,
    DateTimeOffset? TrendFrom,
    IReadOnlyList<AgreementAnswer>? Agreements,
    EvidenceOverview? Evidence,
    LedgerHeadAnswer? Ledger,
    AlertsOverview? Alerts,
    RunsOverview? Runs);

/// <summary>Evidence in short.</summary>
/// <param name="LastDay">How many pieces were collected in the last 24 hours.</param>
/// <param name="Latest">The newest, newest first.</param>
internal sealed record EvidenceOverview(long LastDay, IReadOnlyList<EvidenceAnswer> Latest);

/// <summary>Alerts in short.</summary>
/// <param name="Open">How many are open.</param>
/// <param name="BySeverity">How many of each severity that has any.</param>
/// <param name="Latest">The most urgent of them.</param>
internal sealed record AlertsOverview(long Open, IReadOnlyDictionary<string, long> BySeverity, IReadOnlyList<AlertAnswer> Latest);
