using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Points below <c>/api/v1/points</c> (and upstream's <c>/api/v1/point</c>), newest first.</summary>
internal static class PointsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapPoints(this IEndpointRouteBuilder api)
    {
        foreach (var (path, suffix) in (ReadOnlySpan<(string, string)>)[("/points", ""), ("/point", "Compatible")])
        {
            var points = api.MapGroup(path).WithTags("Points");
            points.MapGet("", ListAsync).RequirePermission("read:points").WithName($"ListPoints{suffix}").Produces<IReadOnlyList<PointAnswer>>().WithSummary("Points, newest window first")
                .WithDescription("Query: agreementId, guaranteeId, computationGroup, from, to (window end, ISO 8601), page, pageSize. X-Total-Count tells how many match.").ProducesProblem(400);
            points.MapGet("/{id:guid}", GetAsync).RequirePermission("read:points").WithName($"GetPoint{suffix}").Produces<PointAnswer>().WithSummary("One point").ProducesProblem(404);
            points.MapGet("/catalog/{tpaId}", ListOfAgreementAsync).RequirePermission("read:points").WithName($"ListPointsOfAgreement{suffix}").Produces<IReadOnlyList<PointAnswer>>().WithSummary("Points of one agreement, newest window first");
        }
    }

    /// <summary>A point in upstream's members, with ours beside them. guaranteeResult is <c>null</c> when not determined.</summary>
    internal static DataObject ToData(StoredPoint stored)
    {
        var point = stored.Point;
        return new()
        {
            ["id"] = stored.Id.ToString(),
            ["agreementId"] = point.AgreementId,
            ["guaranteeId"] = point.GuaranteeId,
            ["guaranteeValue"] = point.Value,
            ["guaranteeResult"] = point.Verdict switch { Verdict.Fulfilled => true, Verdict.Violated => false, _ => null },
            ["timestamp"] = point.Window.To,
            ["metrics"] = new DataObject(point.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (object?)metric.Value))),
            ["scope"] = point.Scope.ToData(),
            ["computationGroup"] = point.ComputationGroup,
            ["state"] = point.Verdict.ToText(),
            ["agreementVersion"] = (double)point.AgreementVersion,
            ["objective"] = point.Objective,
            ["reason"] = point.Reason,
            ["window"] = Values.Window(point.Window),
            ["evaluatedUntil"] = point.EvaluatedUntil,
        };
    }

    private static Task<IResult> ListAsync(HttpContext http, IPointStore store, CancellationToken cancellationToken) =>
        AnswerAsync(http, store, Text(http, "agreementId"), cancellationToken);

    private static Task<IResult> ListOfAgreementAsync(string tpaId, HttpContext http, IPointStore store, CancellationToken cancellationToken) =>
        AnswerAsync(http, store, tpaId, cancellationToken);

    private static async Task<IResult> GetAsync(Guid id, IPointStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } stored ? DataResult.Ok(ToData(stored)) : RegistryProblems.NotFound($"point '{id}'");

    internal static async Task<IResult> AnswerAsync(HttpContext http, IPointStore store, string? agreementId, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        var filter = new PointFilter
        {
            AgreementId = agreementId,
            GuaranteeId = Text(http, "guaranteeId"),
            ComputationGroup = Text(http, "computationGroup"),
            From = Values.Time(Text(http, "from")),
            To = Values.Time(Text(http, "to")),
            Skip = page.Skip,
            Take = page.Take,
        };
        foreach (var (name, read) in (ReadOnlySpan<(string, DateTimeOffset?)>)[("from", filter.From), ("to", filter.To)])
        {
            if (read is null && Text(http, name) is { } text) return RegistryProblems.Invalid("The query", $"?{name}", $"'{text}' is not a time; write '2026-01-31T08:00:00Z'.");
        }

        var (items, total) = await store.ListAsync(filter, cancellationToken);
        Paging.Tell(http.Response, total);
        return DataResult.Ok(new DataArray(items.Select(ToData)));
    }

    private static string? Text(HttpContext http, string name) => http.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
}
