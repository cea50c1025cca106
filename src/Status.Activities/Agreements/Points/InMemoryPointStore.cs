using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Points;

/// <summary>Points and states in memory, with the rules of <see cref="PointSql"/>; for tests and benchmarks.</summary>
public sealed class InMemoryPointStore : IPointStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Point> _points = [];
    private readonly Dictionary<(string Agreement, string Guarantee, string Scope), GuaranteeState> _states = [];
    private readonly Dictionary<string, (string Agreement, string? Group)> _evaluations = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(string agreementId, CancellationToken cancellationToken) => LoadStatesAsync([agreementId], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GuaranteeState>> LoadStatesAsync(IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<GuaranteeState>>([.. _states.Values
                .Where(state => agreementIds.Contains(state.AgreementId))
                .OrderBy(state => state.AgreementId, StringComparer.Ordinal).ThenBy(state => state.GuaranteeId, StringComparer.Ordinal).ThenBy(state => state.Scope.Key, StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public Task<(IReadOnlyList<StoredPoint> Items, long Total)> ListAsync(PointFilter filter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var matching = _points
                .Where(entry => (filter.AgreementId is null || entry.Value.AgreementId == filter.AgreementId)
                    && (filter.GuaranteeId is null || entry.Value.GuaranteeId == filter.GuaranteeId)
                    && (filter.ComputationGroup is null || entry.Value.ComputationGroup == filter.ComputationGroup)
                    && (filter.From is null || entry.Value.Window.To >= filter.From)
                    && (filter.To is null || entry.Value.Window.To < filter.To))
                .OrderByDescending(entry => entry.Value.Window.To).ThenBy(entry => entry.Key.ToString("N"), StringComparer.Ordinal)
                .Select(entry => new StoredPoint(entry.Key, entry.Value))
                .ToList();
            return Task.FromResult<(IReadOnlyList<StoredPoint>, long)>(([.. matching.Skip(filter.Skip).Take(filter.Take)], matching.Count));
        }
    }

    /// <inheritdoc/>
    public Task<PointSummary> SummarizeAsync(PointRange range, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var matching = _points.Values
                .Where(point => (range.AgreementIds?.Contains(point.AgreementId) ?? true) && (range.GuaranteeId is null || point.GuaranteeId == range.GuaranteeId))
                .Select(point => (Point: point, At: point.EvaluatedUntil < point.Window.To ? point.EvaluatedUntil : point.Window.To))
                .Where(entry => entry.At >= range.From && entry.At < range.To)
                .OrderBy(entry => entry.At)
                .ToList();
            var (from, step) = range.StepsFrom(matching.Count > 0 ? matching[0].At : range.From);
            var buckets = matching
                .GroupBy(entry => (entry.Point.AgreementId, entry.Point.GuaranteeId, ScopeKey: entry.Point.Scope.Key, Step: (entry.At - from).Ticks / step.Ticks))
                .OrderBy(group => group.Key.AgreementId, StringComparer.Ordinal).ThenBy(group => group.Key.GuaranteeId, StringComparer.Ordinal)
                .ThenBy(group => group.Key.ScopeKey, StringComparer.Ordinal).ThenBy(group => group.Key.Step)
                .Select(group => new PointBucket(
                    group.Key.AgreementId, group.Key.GuaranteeId, group.Key.ScopeKey, from + (step * group.Key.Step), group.Last().At,
                    group.Select(entry => entry.Point.Value).LastOrDefault(value => value is not null), group.Min(entry => entry.Point.Value), group.Max(entry => entry.Point.Value),
                    Count(group, Verdict.Fulfilled), Count(group, Verdict.Violated), Count(group, Verdict.NotDetermined)));
            return Task.FromResult(new PointSummary(from, range.To, step, [.. buckets]));
        }

        static int Count(IEnumerable<(Point Point, DateTimeOffset At)> group, Verdict verdict) => group.Count(entry => entry.Point.Verdict == verdict);
    }

    /// <inheritdoc/>
    public Task<StoredPoint?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult(_points.TryGetValue(id, out var point) ? new StoredPoint(id, point) : null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindEvaluatedAsync(string computationGroup, IReadOnlyCollection<string> agreementIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlySet<string>>(_evaluations.Values
                .Where(evaluation => evaluation.Group == computationGroup && agreementIds.Contains(evaluation.Agreement))
                .Select(evaluation => evaluation.Agreement).ToHashSet(StringComparer.Ordinal));
        }
    }

    internal bool UpsertPoints(IReadOnlyList<Point> points)
    {
        lock (_gate)
        {
            var changed = false;
            foreach (var point in points)
            {
                if (_points.TryGetValue(PointSql.Id(point), out var stored) && stored.EvaluatedUntil > point.EvaluatedUntil) continue;
                _points[PointSql.Id(point)] = point;
                changed = true;
            }

            return changed;
        }
    }

    /// <summary>Violates or restores; <c>false</c> when the promise stands so already or later data was evaluated.</summary>
    internal bool Change(Point point)
    {
        lock (_gate)
        {
            var stored = _states.GetValueOrDefault(Key(point));
            if (stored is not null && stored.EvaluatedUntil >= point.EvaluatedUntil) return false;
            if (stored?.Standing == point.Verdict || (point.Verdict == Verdict.Fulfilled && stored?.Standing != Verdict.Violated)) return false;
            _states[Key(point)] = State(point, point.Verdict, point.EvaluatedUntil);
            return true;
        }
    }

    internal bool SetStates(IReadOnlyList<Point> points)
    {
        lock (_gate)
        {
            var changed = false;
            foreach (var point in points)
            {
                var stored = _states.GetValueOrDefault(Key(point));
                if (stored is null && point.Verdict == Verdict.Violated) continue;
                if (stored is not null && stored.EvaluatedUntil >= point.EvaluatedUntil) continue;
                var standing = stored?.Standing ?? Verdict.NotDetermined;
                var stays = point.Verdict == Verdict.NotDetermined || point.Verdict == standing;
                if (!stays && !(standing == Verdict.NotDetermined && point.Verdict == Verdict.Fulfilled)) continue;
                _states[Key(point)] = stays ? State(point, standing, stored?.Since) : State(point, point.Verdict, point.EvaluatedUntil);
                changed = true;
            }

            return changed;
        }
    }

    internal bool AddEvaluation(string id, string agreementId, string? computationGroup)
    {
        lock (_gate) return _evaluations.TryAdd(id, (agreementId, computationGroup));
    }

    private static (string Agreement, string Guarantee, string Scope) Key(Point point) => (point.AgreementId, point.GuaranteeId, point.Scope.Key);

    private static GuaranteeState State(Point point, Verdict standing, DateTimeOffset? since) => new()
    {
        AgreementId = point.AgreementId,
        AgreementVersion = point.AgreementVersion,
        GuaranteeId = point.GuaranteeId,
        Scope = point.Scope,
        Verdict = point.Verdict,
        Standing = standing,
        Since = since,
        Value = point.Value,
        Objective = point.Objective,
        Metrics = point.Metrics,
        Reason = point.Reason,
        Window = point.Window,
        EvaluatedUntil = point.EvaluatedUntil,
        ComputationGroup = point.ComputationGroup,
    };
}
