using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Workflows.Execution;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>
/// Turns an evaluation into the writes that store and announce it. Each write compares before it sets, on (agreement, guarantee, scope,
/// evaluated-until), and an announcement rides on the write that made the change: of concurrent or late evaluations the newest wins,
/// each change is announced once, and one that lost announces nothing.
/// </summary>
public static class EvaluationWrites
{
    /// <summary>The writes, to be enlisted in this order.</summary>
    /// <param name="evaluation">What came out.</param>
    /// <param name="before">Where the guarantees stood when it was made; foretells which changes to announce, and never decides.</param>
    /// <param name="evaluationId">Names the evaluation; the same for a burst that runs again.</param>
    /// <param name="instanceId">The run that evaluated.</param>
    public static IReadOnlyList<Write> Create(Evaluation evaluation, IReadOnlyList<GuaranteeState> before, string evaluationId, string? instanceId)
    {
        var writes = new List<Write>();
        if (evaluation.Results.Count > 0) writes.Add(StorePoints(evaluation, evaluationId));
        foreach (var round in Rounds(evaluation, before))
        {
            foreach (var (result, _) in round.Where(entry => entry.Announce)) writes.Add(Announce(evaluation, result, evaluationId));
            writes.Add(SetStates([.. round.Select(entry => entry.Result.Point)], evaluationId));
        }

        writes.Add(StoreEvaluation(evaluation, evaluationId, instanceId));
        return writes;
    }

    /// <summary>
    /// An element's last closed window and its open one follow each other; older ones only leave points, or a host that was away for a day would
    /// announce yesterday's changes now.
    /// </summary>
    private static IEnumerable<List<(ElementResult Result, bool Announce)>> Rounds(Evaluation evaluation, IReadOnlyList<GuaranteeState> states)
    {
        var standing = states.ToDictionary(state => (state.GuaranteeId, state.Scope.Key), state => state.Standing);
        var elements = evaluation.Results
            .GroupBy(result => (result.Point.GuaranteeId, result.Point.Scope.Key))
            .Select(group => group.TakeLast(2).ToArray())
            .ToList();
        for (var turn = 0; turn < 2; turn++)
        {
            var round = new List<(ElementResult, bool)>();
            foreach (var result in elements.Where(element => element.Length > turn).Select(element => element[turn]))
            {
                var key = (result.Point.GuaranteeId, result.Point.Scope.Key);
                var before = standing.GetValueOrDefault(key, Verdict.NotDetermined);
                round.Add((result, IsAnnounced(before, result.Point.Verdict)));
                if (result.Point.Verdict != Verdict.NotDetermined) standing[key] = result.Point.Verdict;
            }

            if (round.Count > 0) yield return round;
        }
    }

    private static bool IsAnnounced(Verdict before, Verdict now) => (before, now) switch
    {
        (not Verdict.Violated, Verdict.Violated) => true,
        (Verdict.Violated, Verdict.Fulfilled) => true,
        _ => false,
    };

    private static Write StorePoints(Evaluation evaluation, string evaluationId)
    {
        var points = evaluation.Results.Select(result => result.Point).ToList();
        return new($"{evaluationId}:points", PointSql.UpsertPoints, [PointSql.Ids(points), .. PointSql.Columns(points)])
        {
            InMemory = services => Memory(services).UpsertPoints(points),
        };
    }

    private static Write Announce(Evaluation evaluation, ElementResult result, string evaluationId)
    {
        var point = result.Point;
        return new(
            $"{evaluationId}:{EvaluationFacts.PromiseId(point)}:{point.EvaluatedUntil.UtcTicks}",
            point.Verdict == Verdict.Violated ? PointSql.Violate : PointSql.Restore,
            PointSql.Columns([point]))
        {
            FactsIfApplied = [EvaluationFacts.Changed(evaluation, result, evaluationId)],
            InMemory = services => Memory(services).Change(point),
        };
    }

    private static Write SetStates(List<Point> points, string evaluationId) =>
        new($"{evaluationId}:states", PointSql.SetStates, PointSql.Columns(points))
        {
            InMemory = services => Memory(services).SetStates(points),
        };

    private static Write StoreEvaluation(Evaluation evaluation, string evaluationId, string? instanceId)
    {
        return new(
            $"{evaluationId}:evaluation",
            PointSql.InsertEvaluation,
            evaluationId,
            evaluation.AgreementId,
            evaluation.Version,
            evaluation.At,
            evaluation.ComputationGroup,
            instanceId,
            evaluation.Count(Verdict.Fulfilled),
            evaluation.Count(Verdict.Violated),
            evaluation.Count(Verdict.NotDetermined))
        {
            FactsIfApplied = [EvaluationFacts.AgreementEvaluated(evaluation, evaluationId)],
            InMemory = services => Memory(services).AddEvaluation(evaluationId, evaluation.AgreementId, evaluation.ComputationGroup),
        };
    }

    private static InMemoryPointStore Memory(IServiceProvider services) => services.GetRequiredService<InMemoryPointStore>();
}
