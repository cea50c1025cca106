using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Storage;

namespace Status.Host.Api.Ledger;

/// <summary>
/// Public reads of the ledger below <c>/ledger</c>. Checkpoint and tiles follow C2SP tlog-tiles, so that any monitor of transparency logs can
/// follow it; nothing here needs a permission, and nothing here can be trusted without checking it against a signed checkpoint.
/// </summary>
internal static class LedgerApi
{
    private const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>Maps the routes.</summary>
    public static void MapLedger(this IEndpointRouteBuilder endpoints)
    {
        var ledger = endpoints.MapGroup("/ledger").WithTags("Ledger").AllowAnonymous();
        ledger.MapGet("/checkpoint", GetCheckpointAsync).WithName("GetLedgerCheckpoint")
            .WithSummary("The newest signed checkpoint").WithDescription("A signed note (C2SP tlog-checkpoint): origin, size, root hash, signature. Keep one elsewhere to be able to prove later that nothing was taken away.")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/key", GetKey).WithName("GetLedgerKey")
            .WithSummary("The key that checks the checkpoints").WithDescription("name+id+base64 (C2SP signed-note). Compare it over another channel before trusting it.")
            .Produces<string>(contentType: "text/plain");
        ledger.MapGet("/entries/{index:long:min(0)}", GetEntryAsync).WithName("GetLedgerEntry")
            .WithSummary("One entry").Produces<EntryAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/entries", ListEntriesAsync).WithName("ListLedgerEntries")
            .WithSummary("Entries in order, or the one with a key").WithDescription("Query: key (that entry alone), or from (index, default 0) and take (1 to 1,000, default 100).")
            .Produces<EntryPage>().ProducesValidationProblem();
        ledger.MapGet("/proof/inclusion", GetInclusionAsync).WithName("GetLedgerInclusionProof")
            .WithSummary("The proof that an entry is in the ledger")
            .WithDescription("Query: index, or key; size (the tree to prove it in; the newest checkpoint's by default). With Accept: text/plain and without size it is one file after C2SP tlog-proof.")
            .Produces<InclusionAnswer>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/proof/consistency", GetConsistencyAsync).WithName("GetLedgerConsistencyProof")
            .WithSummary("The proof that one tree continues another").WithDescription("Query: from and to (sizes; to is the newest checkpoint's by default).")
            .Produces<ConsistencyAnswer>().ProducesValidationProblem();
        ledger.MapGet("/tile/{**path}", GetTileAsync).WithName("GetLedgerTile")
            .WithSummary("Tiles of the tree").WithDescription("C2SP tlog-tiles: tile/<level>/<index>[.p/<width>] for hashes, tile/entries/<index>[.p/<width>] for leaves; indexes in groups of three digits (x001/x234/067).")
            .Produces<byte[]>(contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetCheckpointAsync(LedgerStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-cache";
        return await store.GetHeadAsync(cancellationToken) is { } head
            ? TypedResults.Text(head.Note, "text/plain", Encoding.UTF8)
            : NotFound("The ledger is empty: nothing was posted yet, so nothing was signed.");
    }

    private static ContentHttpResult GetKey(LedgerSigner signer) => TypedResults.Text(signer.Key + "\n", "text/plain", Encoding.UTF8);

    private static async Task<Results<Ok<EntryAnswer>, ProblemHttpResult>> GetEntryAsync(long index, LedgerStore store, CancellationToken cancellationToken) =>
        await store.GetEntryAsync(index, cancellationToken) is { } entry
            ? TypedResults.Ok(EntryAnswer.From(entry))
            : NotFound($"The ledger has no entry {index}.");

    private static async Task<Results<Ok<EntryPage>, ValidationProblem>> ListEntriesAsync(
        LedgerStore store, CancellationToken cancellationToken, string? key = null, long from = 0, int take = 100)
    {
        if (key is not null)
            return TypedResults.Ok(new EntryPage([.. (await store.FindEntriesAsync([key], cancellationToken)).Select(EntryAnswer.From)], null));
        if (from < 0) return Invalid("from", "from is the index of the first entry, 0 or more.");
        if (take is < 1 or > LedgerStore.MaxTake) return Invalid("take", $"take is a number of entries from 1 to {LedgerStore.MaxTake}.");
        var entries = await store.ListEntriesAsync(from, take, cancellationToken);
        return TypedResults.Ok(new EntryPage([.. entries.Select(EntryAnswer.From)], entries.Count == take ? entries[^1].Entry.Index + 1 : null));
    }

    private static async Task<Results<Ok<InclusionAnswer>, ContentHttpResult, ValidationProblem, ProblemHttpResult>> GetInclusionAsync(
        HttpRequest request, LedgerStore store, LedgerProver prover, CancellationToken cancellationToken, long? index = null, string? key = null, long? size = null)
    {
        if ((index is null) == (key is null)) return Invalid("index", "Give the entry by index or by key, and only by one of them.");
        var stored = key is null ? await store.GetEntryAsync(index!.Value, cancellationToken) : await store.FindEntryAsync(key, cancellationToken);
        if (stored is null) return NotFound(key is null ? $"The ledger has no entry {index}." : $"The ledger has no entry with the key '{key}'.");
        var proof = await prover.ProveAsync(stored, cancellationToken);
        if (proof is null) return NotFound($"No signed checkpoint covers entry {stored.Entry.Index} yet; ask again in a moment.");
        if (size is not { } asked)
        {
            return request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
                ? TypedResults.Text(proof.ToFile(), "text/plain", Encoding.UTF8)
                : TypedResults.Ok(InclusionAnswer.From(proof));
        }

        if (asked <= stored.Entry.Index || asked > proof.TreeSize)
            return Invalid("size", $"Entry {stored.Entry.Index} can be proved in trees of {stored.Entry.Index + 1} to {proof.TreeSize} entries.");
        var hashes = await store.ProveInclusionAsync(stored.Entry.Index, asked, cancellationToken);
        return TypedResults.Ok(new InclusionAnswer(stored.Entry.Index, asked, stored.LeafHash.ToBase64(), [.. hashes.Select(h => h.ToBase64())], null));
    }

    private static async Task<Results<Ok<ConsistencyAnswer>, ValidationProblem>> GetConsistencyAsync(
        long from, long? to, LedgerStore store, CancellationToken cancellationToken)
    {
        var head = (await store.GetHeadAsync(cancellationToken))?.Size ?? 0;
        var end = to ?? head;
        if (end < 0 || end > head) return Invalid("to", $"The ledger has signed checkpoints up to {head} entries.");
        if (from < 0 || from > end) return Invalid("from", $"from is a size from 0 to {end}.");
        var hashes = await store.ProveConsistencyAsync(from, end, cancellationToken);
        return TypedResults.Ok(new ConsistencyAnswer(from, end, [.. hashes.Select(h => h.ToBase64())]));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetTileAsync(
        string path, LedgerStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (TilePath.Parse(path) is not { } tile) return NotFound("A tile's address is tile/<level>/<index> or tile/entries/<index>, with .p/<width> for a partial one (C2SP tlog-tiles).");
        var bytes = tile.IsEntries ? await ReadEntriesAsync(store, tile, cancellationToken) : await ReadTileAsync(store, tile, cancellationToken);
        if (bytes is null) return NotFound("The ledger has no tile of that width at this address.");
        response.Headers.CacheControl = Immutable;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static async Task<byte[]?> ReadTileAsync(LedgerStore store, TilePath tile, CancellationToken cancellationToken)
    {
        var bytes = await store.GetTileAsync(new TileId(tile.Level, tile.Index), cancellationToken);
        return bytes is null || bytes.Length < tile.Width * MerkleHash.Length ? null : bytes[..(tile.Width * MerkleHash.Length)];
    }

    private static async Task<byte[]?> ReadEntriesAsync(LedgerStore store, TilePath tile, CancellationToken cancellationToken)
    {
        var first = tile.Index * TileId.Width;
        var entries = await store.ListEntriesAsync(first, tile.Width, cancellationToken);
        if (entries.Count < tile.Width || entries[^1].Entry.Index != first + tile.Width - 1) return null;
        using var bundle = new MemoryStream();
        foreach (var entry in entries)
        {
            var leaf = entry.Entry.LeafData();
            bundle.WriteByte((byte)(leaf.Length >> 8));
            bundle.WriteByte((byte)leaf.Length);
            bundle.Write(leaf);
        }

        return bundle.ToArray();
    }

    private static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    private static ValidationProblem Invalid(string name, string message) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [message] });
}
