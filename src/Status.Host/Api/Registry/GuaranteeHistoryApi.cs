using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Host.Identity;

namespace Status.Host.Api.Registry;

/// <summary>What a chart of a promise needs: its values in steps of equal length, and the limits they are held against.</summary>
internal static class GuaranteeHistoryApi
{
    private const int DefaultBuckets = 200;
    private const int MostBuckets = 1000;
    private static readonly TimeSpan _defaultSpan = TimeSpan.FromHours(24);

    /// <summary>Maps the route; <paramref name="agreements"/> is the group <c>/api/v1/agreements</c>.</summary>
    public static void MapGuaranteeHistory(this IEndpointRouteBuilder agreements) =>
        agreements.MapGet("/{id}/guarantees/{guarantee}/history", GetAsync).RequirePermission("read:agreements")
            .WithName("GetGuaranteeHistory").WithSummary("A promise over time")
            .WithDescription("Query: from and to (ISO 8601; the last 24 hours by default), buckets (2 to 1,000; 200 by default). Each step has its last, lowest and highest value and how many evaluations said what.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<GuaranteeHistoryAnswer>, ValidationProblem, ProblemHttpResult>> GetAsync(
        string id, string guarantee, HttpRequest request, AgreementLibrary library, IPointStore points, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var to = query.Time("to") ?? time.GetUtcNow();
        var from = query.Time("from") ?? to - _defaultSpan;
        var buckets = query.Integer("buckets", DefaultBuckets, 2, MostBuckets);
        if (from >= to) query.Fail("from", "The range ends before it begins.");
        if (query.HasErrors) return query.Problem();
        if (await library.FindAsync(id, cancellationToken) is not { } read) return Missing($"There is no agreement '{id}'.");
        if (read.Agreement?.Guarantees.FirstOrDefault(candidate => candidate.Id == guarantee) is not { } found) return Missing($"The agreement '{id}' has no guarantee '{guarantee}'.");
        var summary = await points.SummarizeAsync(new(from, to, buckets) { AgreementIds = [id], GuaranteeId = guarantee }, cancellationToken);
        var byScope = summary.Buckets.ToLookup(bucket => bucket.ScopeKey, StringComparer.Ordinal);
        return TypedResults.Ok(new GuaranteeHistoryAnswer(
            id, guarantee, found.Description, summary.From, summary.To, summary.Step.TotalSeconds,
            [.. found.Elements.Select(element => Series(read, element, byScope[element.Scope.Key]))]));
    }

    private static HistorySeries Series(ReadAgreement read, GuaranteeElement element, IEnumerable<PointBucket> buckets) => new(
        new Dictionary<string, string>(element.Scope, StringComparer.Ordinal), ObjectiveBounds.MeasuredMetric(element), read.UnitOf(element), element.Objective.Text, ObjectiveBounds.Of(element),
        [.. buckets.Select(bucket => new HistoryPoint(
            bucket.From, bucket.At, bucket.Value, bucket.Lowest, bucket.Highest, bucket.Verdict.ToText(), bucket.Fulfilled, bucket.Violated, bucket.NotDetermined))]);

    private static ProblemHttpResult Missing(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);
}
