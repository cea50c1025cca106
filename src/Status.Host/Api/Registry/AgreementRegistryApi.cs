using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Activities.Agreements.Documents;
using Status.Activities.Registry.Agreements;
using Status.Host.Api.Metrics;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Host.Identity.Audit;

namespace Status.Host.Api.Registry;

/// <summary>Agreements below <c>/api/v6/agreements</c>, compatible with Governify's registry; a document comes back as it was handed in.</summary>
internal static class AgreementRegistryApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v6</c>.</summary>
    public static void MapAgreementRegistry(this IEndpointRouteBuilder api)
    {
        var agreements = api.MapGroup("/agreements").WithTags("Registry");
        agreements.MapGet("", ListAsync).RequirePermission("read:agreements").WithName("ListRegistryAgreements").Produces<IReadOnlyList<JsonObject>>().WithSummary("The current version of every agreement");
        agreements.MapPost("", CreateAsync).RequirePermission("write:agreements").WithName("CreateAgreement")
            .WithSummary("Store a new agreement").WithDescription("400 names every problem of the document with its JSON path; 409 when the id is taken.")
            .Accepts<JsonElement>("application/json").Produces<JsonObject>(StatusCodes.Status201Created).ProducesProblem(400).ProducesProblem(409);
        agreements.MapDelete("", DeleteAllAsync).RequirePermission("write:agreements").WithName("DeleteAllAgreements").Produces<DeletedCountAnswer>().WithSummary("Delete every agreement; their versions stay in the database");
        agreements.MapGet("/{id}", GetAsync).RequirePermission("read:agreements").WithName("GetRegistryAgreement").Produces<JsonObject>().WithSummary("The current version of an agreement").ProducesProblem(404);
        agreements.MapPut("/{id}", ReplaceAsync).RequirePermission("write:agreements").WithName("ReplaceAgreement").Produces<JsonObject>()
            .WithSummary("Store a new version").WithDescription("The same content makes no new version. If-Match with a version's ETag refuses to overwrite a newer one (412).")
            .Accepts<JsonElement>("application/json").ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);
        agreements.MapDelete("/{id}", DeleteAsync).RequirePermission("write:agreements").WithName("DeleteAgreement").Produces<DeletedAgreementAnswer>().WithSummary("Delete an agreement").ProducesProblem(404);
        agreements.MapGet("/{id}/versions", ListVersionsAsync).RequirePermission("read:agreements").WithName("ListAgreementVersions").Produces<IReadOnlyList<AgreementVersionAnswer>>().WithSummary("All versions, newest first").ProducesProblem(404);
        agreements.MapGet("/{id}/versions/{version:int}", GetVersionAsync).RequirePermission("read:agreements").WithName("GetAgreementVersion").Produces<JsonObject>().WithSummary("One version").ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IAgreementStore store, CancellationToken cancellationToken)
    {
        var all = await store.ListCurrentAsync(cancellationToken);
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, all.Count);
        return Json($"[{string.Join(',', all.Skip(page.Skip).Take(page.Take).Select(version => version.Document.GetRawText()))}]");
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IAgreementStore store, CancellationToken cancellationToken) =>
        await AnswerAsync(id, null, http, store, cancellationToken);

    private static async Task<IResult> GetVersionAsync(string id, int version, HttpContext http, IAgreementStore store, CancellationToken cancellationToken) =>
        await AnswerAsync(id, version, http, store, cancellationToken);

    private static async Task<IResult> AnswerAsync(string id, int? version, HttpContext http, IAgreementStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, version, cancellationToken) is not { } found)
            return RegistryProblems.NotFound(version is null ? $"agreement '{id}'" : $"version {version} of an agreement '{id}'");
        EntityTags.Set(http.Response, found.Version);
        return Json(found.Document.GetRawText());
    }

    private static async Task<IResult> ListVersionsAsync(string id, HttpContext http, IAgreementStore store, CancellationToken cancellationToken)
    {
        var versions = await store.ListVersionsAsync(id, cancellationToken);
        if (versions.Count == 0) return RegistryProblems.NotFound($"agreement '{id}'");
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, versions.Count);
        return TypedResults.Ok(versions.Skip(page.Skip).Take(page.Take).Select(version => new AgreementVersionAnswer(version.Id, version.Version, version.Digest, version.CreatedAt)));
    }

    private static async Task<IResult> CreateAsync(HttpContext http, AgreementReader reader, AgreementOptions options, IAgreementStore store, AuditTrail audit, CancellationToken cancellationToken)
    {
        var (id, document, refusal) = await ReadAsync(http, reader, options, cancellationToken);
        if (refusal is not null) return refusal;
        var write = await store.CreateAsync(id, document, Author(http), Note(http, audit, "agreement.created", id), cancellationToken);
        if (write.Status == AgreementWriteStatus.Duplicate)
            return RegistryProblems.Conflict($"There is an agreement '{id}' already; PUT /api/v6/agreements/{id} makes a new version of it.");
        EntityTags.Set(http.Response, write.Current!.Version);
        http.Response.Headers.Location = $"/api/v6/agreements/{Uri.EscapeDataString(id)}";
        return Json(document.GetRawText(), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReplaceAsync(
        string id, HttpContext http, AgreementReader reader, AgreementOptions options, IAgreementStore store, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (!EntityTags.TryReadIfMatch(http.Request, out var expected)) return Stale(id, null);
        var (own, document, refusal) = await ReadAsync(http, reader, options, cancellationToken);
        if (refusal is not null) return refusal;
        if (own != id) return RegistryProblems.Invalid("The agreement", "$.id", $"The document's id is '{own}', the address says '{id}'.");
        var write = await store.ReplaceAsync(id, document, Author(http), expected, Note(http, audit, "agreement.replaced", id), cancellationToken);
        if (write.Status == AgreementWriteStatus.NotFound) return RegistryProblems.NotFound($"agreement '{id}'; POST /api/v6/agreements creates it");
        EntityTags.Set(http.Response, write.Current!.Version);
        return write.Status == AgreementWriteStatus.Conflict ? Stale(id, write.Current.Version) : Json(write.Current.Document.GetRawText());
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, IAgreementStore store, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (!EntityTags.TryReadIfMatch(http.Request, out var expected)) return Stale(id, null);
        var write = await store.DeleteAsync(id, expected, Note(http, audit, "agreement.deleted", id), cancellationToken);
        return write.Status switch
        {
            AgreementWriteStatus.NotFound => RegistryProblems.NotFound($"agreement '{id}'"),
            AgreementWriteStatus.Conflict => Stale(id, write.Current?.Version),
            _ => TypedResults.Ok(new DeletedAgreementAnswer(id, true)),
        };
    }

    private static async Task<IResult> DeleteAllAsync(HttpContext http, IAgreementStore store, AuditTrail audit, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var agreement in await store.ListCurrentAsync(cancellationToken))
        {
            var write = await store.DeleteAsync(agreement.Id, null, Note(http, audit, "agreement.deleted", agreement.Id), cancellationToken);
            if (write.Status == AgreementWriteStatus.Replaced) deleted++;
        }

        return TypedResults.Ok(new DeletedCountAnswer(deleted));
    }

    private static async Task<(string Id, JsonElement Document, IResult? Refusal)> ReadAsync(
        HttpContext http, AgreementReader reader, AgreementOptions options, CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(http.Request, options.MaxBytes, cancellationToken);
        if (body is null)
            return ("", default, RegistryProblems.Invalid("The agreement", "$", $"The document has more than {options.MaxBytes} bytes ({AgreementOptions.SectionName}:MaxBytes)."));
        return reader.TryRead(body.Span.ToArray(), out var agreement, out var document, out var problems)
            ? (agreement!.Id, document, null)
            : ("", default, RegistryProblems.Invalid("The agreement", problems));
    }

    /// <summary>Committed with the change; the digests are those of the documents as they were handed in.</summary>
    private static AgreementNote Note(HttpContext http, AuditTrail audit, string action, string id) =>
        (before, after) => audit.Note(AuditEntry.By(http, action, $"agreement/{id}", before?.Document, after?.Document));

    private static IResult Stale(string id, int? current) => TypedResults.Problem(
        $"The agreement '{id}' has changed since it was read{(current is { } version ? $" (its version is {version} now)" : "")}; read it again and repeat the change.",
        statusCode: StatusCodes.Status412PreconditionFailed);

    private static string Author(HttpContext http) => http.User.Identity?.Name ?? http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "unknown";

    private static IResult Json(string text, int statusCode = StatusCodes.Status200OK) => TypedResults.Text(text, "application/json", Encoding.UTF8, statusCode);
}
