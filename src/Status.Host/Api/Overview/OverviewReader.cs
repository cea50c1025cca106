using System.Security.Claims;
using Status.Activities.Alerts;
using Status.Activities.Alerts.Storage;
using Status.Activities.Evidence;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Host.Api.Alerts;
using Status.Host.Api.Evidence;
using Status.Host.Api.Ledger;
using Status.Host.Api.Registry;
using Status.Host.Identity;

namespace Status.Host.Api.Overview;

/// <summary>Reads the overview: a fixed number of queries, and only the parts that the caller may read.</summary>
internal sealed class OverviewReader(
    AgreementViews agreements, EvidenceLibrary evidence, AlertStore alerts, RunTally runs, IServiceProvider services, TimeProvider time)
{
    private const int TrendSteps = 48;
    private const int Shown = 5;
    private static readonly TimeSpan _day = TimeSpan.FromHours(24);

    /// <summary>Reads what <paramref name="caller"/> may see.</summary>
    public async Task<OverviewAnswer> ReadAsync(ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var answer = new OverviewAnswer(time.GetUtcNow(), null, null, null, null, null, null);
        if (caller.Holds("read:agreements"))
        {
            var (list, trend) = await agreements.ListWithTrendsAsync(_day, TrendSteps, cancellationToken);
            answer = answer with { TrendFrom = trend.From, Agreements = list };
        }

        if (caller.Holds("read:evidence")) answer = answer with { Evidence = await ReadEvidenceAsync(answer.At, cancellationToken) };
        if (caller.Holds("read:alerts")) answer = answer with { Alerts = await ReadAlertsAsync(cancellationToken) };
        if (caller.Holds("read:workflow-instances")) answer = answer with { Runs = await runs.ReadAsync(cancellationToken) };
        if (caller.Holds("read:ledger"))
        {
            // The signer is there only once the host runs.
            var ledger = await LedgerHeadAnswer.ReadAsync(services.GetRequiredService<LedgerStore>(), services.GetRequiredService<LedgerSigner>(), cancellationToken);
            answer = answer with { Ledger = ledger };
        }

        return answer;
    }

    private async Task<EvidenceOverview> ReadEvidenceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var latest = await evidence.ListLatestAsync(Shown, cancellationToken);
        return new(await evidence.CountAsync(new EvidenceFilter { From = now - _day }, cancellationToken), [.. latest.Select(EvidenceAnswer.From)]);
    }

    private async Task<AlertsOverview> ReadAlertsAsync(CancellationToken cancellationToken)
    {
        var counts = await alerts.CountOpenAsync(cancellationToken);
        var filter = new AlertFilter { States = [AlertState.Firing, AlertState.Acknowledged], Order = AlertOrder.Severity, Take = Shown };
        var latest = await alerts.ListAsync(filter, cancellationToken);
        return new(counts.Values.Sum(), counts, [.. latest.Items.Select(alert => AlertAnswer.From(alert))]);
    }
}
