using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;
using Status.Host.Identity;

namespace Status.Host.Api.Metrics;

/// <summary>Metric samples in, series and charts out, below <c>/api/v1/metrics</c>.</summary>
internal static class MetricsApi
{
    private const string Lines = "application/x-ndjson";

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder api)
    {
        var metrics = api.MapGroup("/metrics").WithTags("Metrics");
        metrics.MapPost("", IngestAsync)
            .RequirePermission("write:metrics").WithMetadata(new AdmittedInOutage())
            .WithName("IngestMetrics")
            .WithSummary("Store a batch of samples")
            .WithDescription("Accepted samples are committed when this answers. A sample that cannot enter is reported with its index and path; the others enter all the same.")
            .Accepts<IngestRequest>("application/json", Lines)
            .Produces<IngestReport>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        metrics.MapGet("/series", ListSeriesAsync)
            .RequirePermission("read:metrics")
            .WithName("ListMetricSeries")
            .WithSummary("List series by name and labels")
            .WithDescription("Query: name, label.<name>=<value> (the value * asks for presence), limit (1 to 1,000, default 100), after (the cursor of the page before).")
            .Produces<SeriesPage>()
            .ProducesValidationProblem();
        metrics.MapGet("/query", QueryAsync)
            .RequirePermission("read:metrics")
            .WithName("QueryMetrics")
            .WithSummary("One number per step of a time range")
            .WithDescription("Query: name, label.<name>=<value>, from and to (ISO 8601 or Unix milliseconds; the last hour by default), step (such as 30s, 5m, 1h), aggregate (avg, min, max, p50, p95, p99, count, ratio, sum, last). Steps without samples have no point.")
            .Produces<RangeAnswer>()
            .ProducesValidationProblem();
    }

    private static async Task<Results<Ok<IngestReport>, ProblemHttpResult>> IngestAsync(
        HttpContext http, SampleReader reader, MetricIngestor ingestor, IOptions<MetricsOptions> options, CancellationToken cancellationToken)
    {
        var limit = options.Value.BodyLimit;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        using var body = await RequestBody.ReadAsync(http.Request, limit, cancellationToken);
        if (body is null) return TypedResults.Problem($"The body is larger than {limit} bytes (Status:Metrics:BodyLimit): send smaller batches.", statusCode: StatusCodes.Status413PayloadTooLarge);
        try
        {
            var isLines = http.Request.ContentType?.StartsWith(Lines, StringComparison.OrdinalIgnoreCase) == true;
            var batch = isLines ? reader.ReadLines(body.Span) : reader.ReadJson(body.Span);
            return TypedResults.Ok(await ingestor.IngestAsync(batch, cancellationToken));
        }
        catch (SampleFormatException wrong)
        {
            return TypedResults.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest, extensions: [new("errors", new[] { new { path = wrong.Path, reason = wrong.Message } })]);
        }
        catch (ChannelClosedException)
        {
            return TypedResults.Problem("The host is stopping and takes no more samples: send the batch again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<Results<Ok<SeriesPage>, ValidationProblem>> ListSeriesAsync(HttpRequest request, IMetricReader reader, CancellationToken cancellationToken)
    {
        var query = new MetricsQuery(request.Query);
        var filter = new SeriesFilter(query.Name(required: false), query.Labels(), query.Integer("after", 0, 0, int.MaxValue), query.Integer("limit", 100, 1, 1000));
        if (query.HasErrors) return query.Problem();
        var series = await reader.ListSeriesAsync(filter with { Limit = filter.Limit + 1 }, cancellationToken);
        var page = series.Take(filter.Limit).ToList();
        return TypedResults.Ok(new SeriesPage([.. page.Select(SeriesAnswer.From)], series.Count > page.Count ? page[^1].Id : null));
    }

    private static async Task<Results<Ok<RangeAnswer>, ValidationProblem>> QueryAsync(
        HttpRequest request, IMetricReader reader, TimeProvider time, IOptions<MetricsOptions> options, CancellationToken cancellationToken)
    {
        var query = new MetricsQuery(request.Query);
        var range = query.Range(time.GetUtcNow(), options.Value.PointLimit);
        if (range is null) return query.Problem();
        var points = await reader.QueryRangeAsync(range, cancellationToken);
        return TypedResults.Ok(RangeAnswer.From(range, points));
    }
}
