using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Storage;
using Status.Host.Identity;

namespace Status.Host.Api.Ledger;

/// <summary>The ledger for people, below <c>/api/v1/ledger</c>: lists that can be searched, and each entry with all that checks it.</summary>
internal static class LedgerReadsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapLedgerReads(this IEndpointRouteBuilder api)
    {
        var ledger = api.MapGroup("/ledger").WithTags("Ledger").RequirePermission("read:ledger");
        ledger.MapGet("/head", GetHeadAsync).WithName("GetLedgerHead").WithSummary("The newest signed state of the ledger");
        ledger.MapGet("/entries", ListAsync).WithName("SearchLedgerEntries").WithSummary("Search the ledger's entries")
            .WithDescription("Query: kind, agreement, q (part of key or subject), from and to (enlisted, ISO 8601), sort (-index by default, or index), page from 0, pageSize to 1,000.")
            .ProducesValidationProblem();
        ledger.MapGet("/entries/{index:long:min(0)}", GetAsync).WithName("ReadLedgerEntry").WithSummary("One entry").ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/entries/{index:long:min(0)}/proof", GetProofAsync).WithName("GetLedgerEntryProof")
            .WithSummary("An entry with all that proves it").WithDescription("Leaf and body as they were hashed, inclusion path, signed checkpoint and public key, from one moment.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<LedgerHeadAnswer>> GetHeadAsync(LedgerStore store, LedgerSigner signer, CancellationToken cancellationToken) =>
        TypedResults.Ok(await LedgerHeadAnswer.ReadAsync(store, signer, cancellationToken));

    private static async Task<Results<Ok<ListAnswer<EntryAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, LedgerStore store, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        var filter = new EntryFilter
        {
            Kind = query.Text("kind"),
            Agreement = query.Text("agreement"),
            Text = query.Text("q"),
            From = query.Time("from"),
            To = query.Time("to"),
            Ascending = query.Word("sort", "index", "-index") == "index",
            Skip = (long)page * size,
            Take = size,
        };
        if (query.HasErrors) return query.Problem();
        var (items, total) = await store.SearchAsync(filter, cancellationToken);
        return TypedResults.Ok(new ListAnswer<EntryAnswer>([.. items.Select(EntryAnswer.From)], total, page, size));
    }

    private static async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> GetAsync(long index, LedgerStore store, CancellationToken cancellationToken) =>
        await store.GetEntryAsync(index, cancellationToken) is { } entry ? TypedResults.Ok(EntryAnswer.From(entry)) : NotFound($"The ledger has no entry {index}.");

    private static async Task<Results<Ok<EntryProofAnswer>, ProblemHttpResult>> GetProofAsync(
        long index, LedgerStore store, LedgerProver prover, LedgerSigner signer, CancellationToken cancellationToken)
    {
        if (await store.GetEntryAsync(index, cancellationToken) is not { } stored) return NotFound($"The ledger has no entry {index}.");
        return await prover.ProveAsync(stored, cancellationToken) is { } proof
            ? TypedResults.Ok(EntryProofAnswer.From(stored, proof, signer.Key))
            : NotFound($"No signed checkpoint covers entry {index} yet; ask again in a moment.");
    }

    private static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);
}
