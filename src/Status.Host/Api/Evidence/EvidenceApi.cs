using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Status.Activities.Evidence;
using Status.Activities.Ledger.Storage;
using Status.Host.Identity;

namespace Status.Host.Api.Evidence;

/// <summary>Evidence below <c>/api/v1/evidence</c>: records, and the bytes behind them.</summary>
internal static class EvidenceApi
{
    // What the shipped workflow ledger-posting calls the entry of a piece of evidence.
    private const string EntryKeyPrefix = "evidence.collected/";

    private static readonly string[] _sorts = ["collectedAt", "-collectedAt", "validUntil", "-validUntil", "kind", "-kind", "size", "-size"];

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapEvidence(this IEndpointRouteBuilder api)
    {
        var evidence = api.MapGroup("/evidence").WithTags("Evidence").RequirePermission("read:evidence");
        evidence.MapGet("", ListAsync)
            .WithName("ListEvidence").WithSummary("List evidence")
            .WithDescription("Query: controlId, agreementId, kind, q (part of the source), digest, from and to (collected, ISO 8601), validAt, expiredAt, sort (-collectedAt by default; collectedAt, validUntil, kind or size, a minus turns it round), page from 0, pageSize to 1,000.")
            .ProducesValidationProblem();
        evidence.MapGet("/{id}", GetAsync).WithName("GetEvidence").WithSummary("One piece of evidence").ProducesProblem(StatusCodes.Status404NotFound);
        evidence.MapGet("/{id}/content", GetContentAsync)
            .WithName("GetEvidenceContent").WithSummary("The bytes of a piece of evidence")
            .WithDescription("The digest is checked before a byte is sent; always an attachment. The ETag is the digest.")
            .Produces<byte[]>(contentType: "application/octet-stream").Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status500InternalServerError);
    }

    private static async Task<Results<Ok<ListAnswer<EvidenceAnswer>>, ValidationProblem>> ListAsync(
        HttpRequest request, EvidenceLibrary library, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        var digest = query.Text("digest");
        if (digest is not null && (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower))) query.Fail("digest", "A digest is 64 lower-case hexadecimal digits.");
        var sort = query.Word("sort", _sorts) ?? "-collectedAt";
        var filter = new EvidenceFilter
        {
            ControlId = query.Text("controlId"),
            AgreementId = query.Text("agreementId"),
            Kind = query.Text("kind"),
            Text = query.Text("q"),
            Digest = digest,
            From = query.Time("from"),
            To = query.Time("to"),
            ValidAt = query.Time("validAt"),
            ExpiredAt = query.Time("expiredAt"),
            Order = sort.TrimStart('-') switch
            {
                "validUntil" => EvidenceOrder.ValidUntil,
                "kind" => EvidenceOrder.Kind,
                "size" => EvidenceOrder.Size,
                _ => EvidenceOrder.CollectedAt,
            },
            Ascending = !sort.StartsWith('-'),
            Skip = (int)Math.Min((long)page * size, int.MaxValue),
            Take = size,
        };
        if (query.HasErrors) return query.Problem();
        var found = await library.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(new ListAnswer<EvidenceAnswer>([.. found.Items.Select(EvidenceAnswer.From)], found.Total, page, size));
    }

    private static async Task<Results<Ok<EvidenceDetailAnswer>, ProblemHttpResult>> GetAsync(
        string id, EvidenceLibrary library, LedgerStore ledger, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } record) return NotFound(id);
        var entry = await ledger.FindEntryAsync(EntryKeyPrefix + id, cancellationToken);
        return TypedResults.Ok(new EvidenceDetailAnswer(EvidenceAnswer.From(record), EvidenceDetailAnswer.ValidityOf(record, time.GetUtcNow()), entry?.Entry.Index));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetContentAsync(
        string id, HttpResponse response, EvidenceLibrary library, CancellationToken cancellationToken)
    {
        if (await library.FindAsync(id, cancellationToken) is not { } record) return NotFound(id);
        try
        {
            if (await library.ReadContentAsync(record.Digest, cancellationToken) is not { } bytes) return NotFound(id);
            // Collected from anywhere: a browser must neither guess what it is nor show it as a page of ours.
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            response.Headers.CacheControl = "private, no-cache";
            return TypedResults.File(
                bytes, "application/octet-stream", $"evidence-{record.Digest[..16]}", entityTag: new EntityTagHeaderValue($"\"{record.Digest}\""));
        }
        catch (InvalidDataException exception)
        {
            return TypedResults.Problem(exception.Message + " Restore the evidence from a backup; it supports nothing as it is.", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static ProblemHttpResult NotFound(string id) => TypedResults.Problem($"There is no evidence '{id}'.", statusCode: StatusCodes.Status404NotFound);
}
