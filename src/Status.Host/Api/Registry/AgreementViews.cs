using Status.Activities.Agreements;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;

namespace Status.Host.Api.Registry;

/// <summary>Puts agreements, states, trends and schedules together for screens; the number of queries does not depend on the number of agreements.</summary>
internal sealed class AgreementViews(AgreementLibrary library, IPointStore points, NextEvaluations schedule, TimeProvider time)
{
    /// <summary>Every agreement without its promises.</summary>
    public async Task<IReadOnlyList<AgreementAnswer>> ListAsync(CancellationToken cancellationToken)
    {
        var agreements = await library.ListAsync(cancellationToken);
        var states = (await points.LoadStatesAsync([.. agreements.Select(read => read.Version.Id)], cancellationToken)).ToLookup(state => state.AgreementId, StringComparer.Ordinal);
        var next = await schedule.LoadAsync(cancellationToken);
        return [.. agreements.Select(read => Summary(read, Current(read, [.. states[read.Version.Id]]), next))];
    }

    /// <summary>Every agreement with its promises and their trends over a time, and the stretch that the trends cover.</summary>
    public async Task<(IReadOnlyList<AgreementAnswer> Agreements, PointSummary Trend)> ListWithTrendsAsync(TimeSpan span, int steps, CancellationToken cancellationToken)
    {
        var agreements = await library.ListAsync(cancellationToken);
        string[] ids = [.. agreements.Select(read => read.Version.Id)];
        var states = (await points.LoadStatesAsync(ids, cancellationToken)).ToLookup(state => state.AgreementId, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var trend = await points.SummarizeAsync(new(now - span, now, steps) { AgreementIds = ids }, cancellationToken);
        var buckets = trend.Buckets.ToLookup(bucket => (bucket.AgreementId, bucket.GuaranteeId, bucket.ScopeKey));
        var next = await schedule.LoadAsync(cancellationToken);
        return ([.. agreements.Select(read => Detail(read, [.. states[read.Version.Id]], next, state => Trend(buckets[(state.AgreementId, state.GuaranteeId, state.Scope.Key)])))], trend);
    }

    /// <summary>One agreement with its promises; <c>null</c> when there is none.</summary>
    public async Task<AgreementAnswer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } read) return null;
        return Detail(read, await points.LoadStatesAsync(id, cancellationToken), await schedule.LoadAsync(cancellationToken), _ => null);
    }

    /// <summary>One violation violates the agreement; one unknown leaves it open; nothing evaluated says nothing.</summary>
    public static Verdict Overall(IReadOnlyList<GuaranteeState> states) =>
        states.Any(state => state.Verdict == Verdict.Violated) ? Verdict.Violated
        : states.Count > 0 && states.All(state => state.Verdict == Verdict.Fulfilled) ? Verdict.Fulfilled
        : Verdict.NotDetermined;

    private static AgreementAnswer Detail(
        ReadAgreement read, IReadOnlyList<GuaranteeState> stored, EvaluationSchedule next, Func<GuaranteeState, IReadOnlyList<TrendPoint>?> trend)
    {
        var states = Current(read, stored);
        var summary = Summary(read, states, next);
        if (read.Agreement is null) return summary with { Guarantees = [] };
        // The states come in the order of the agreement's elements.
        var elements = read.Agreement.Guarantees.SelectMany(guarantee => guarantee.Elements.Select(element => (guarantee, element)));
        return summary with
        {
            Guarantees = [.. elements.Zip(states, (place, state) => GuaranteeAnswer.From(read, place.guarantee, place.element, state, trend(state)))],
        };
    }

    private static AgreementAnswer Summary(ReadAgreement read, IReadOnlyList<GuaranteeState> states, EvaluationSchedule next) => new(
        read.Version.Id,
        read.Agreement?.Name ?? read.Version.Id,
        read.Version.Version,
        read.Version.Digest,
        read.Version.CreatedAt,
        read.Agreement?.Zone.Id,
        Overall(states).ToText(),
        states.Count,
        states.Count(state => state.Verdict == Verdict.Fulfilled),
        states.Count(state => state.Verdict == Verdict.Violated),
        states.Count(state => state.Verdict == Verdict.NotDetermined),
        states.Where(state => state.EvaluatedUntil != default).Select(state => (DateTimeOffset?)state.EvaluatedUntil).Max(),
        next.For(read.Version.Id),
        read.Agreement is null ? read.Problems : null,
        null);

    private static IReadOnlyList<GuaranteeState> Current(ReadAgreement read, IReadOnlyList<GuaranteeState> stored) =>
        read.Agreement is null ? stored : CurrentStates.Of(read.Agreement, read.Version.Version, stored);

    private static IReadOnlyList<TrendPoint> Trend(IEnumerable<PointBucket> buckets) =>
        [.. buckets.Select(bucket => new TrendPoint(bucket.At, bucket.Value, bucket.Verdict.ToText()))];
}
