using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Status.Activities.Agreements.Points;
using Status.Activities.Registry.Catalogs;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Catalogs below <c>/api/v1/catalogs</c>: drafts that are finalized once, with their controls.</summary>
internal static class CatalogsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapCatalogs(this IEndpointRouteBuilder api)
    {
        var catalogs = api.MapGroup("/catalogs").WithTags("Catalogs");
        catalogs.MapGet("", ListAsync).RequirePermission("read:catalogs").WithName("ListCatalogs").Produces<IReadOnlyList<CatalogAnswer>>().WithSummary("Catalogs; ?status=draft or finalized").ProducesProblem(400);
        catalogs.MapGet("/drafts", (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => PageAsync(http, db.Catalogs.Where(row => row.Status == Catalog.Draft), cancellationToken))
            .RequirePermission("read:catalogs").WithName("ListCatalogDrafts").Produces<IReadOnlyList<CatalogAnswer>>().WithSummary("Catalogs that are drafts");
        catalogs.MapGet("/{id:int}", GetAsync).RequirePermission("read:catalogs").WithName("GetCatalog").Produces<CatalogAnswer>().WithSummary("One catalog").ProducesProblem(404);
        catalogs.MapPost("", (HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => CreateAsync(http, db, ids, draft: false, cancellationToken))
            .RequirePermission("write:catalogs").WithName("CreateCatalog").Produces<CatalogAnswer>(StatusCodes.Status201Created).WithSummary("Make a catalog").ProducesProblem(400);
        catalogs.MapPost("/drafts", (HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => CreateAsync(http, db, ids, draft: true, cancellationToken))
            .RequirePermission("write:catalogs").WithName("CreateCatalogDraft").Produces<CatalogAnswer>(StatusCodes.Status201Created).WithSummary("Make a draft").ProducesProblem(400);
        catalogs.MapPatch("/{id:int}", ChangeAsync).RequirePermission("write:catalogs").WithName("ChangeCatalog").Produces<CatalogAnswer>().WithSummary("Change members of a catalog").ProducesProblem(400).ProducesProblem(404);
        catalogs.MapPatch("/{id:int}/finalize", FinalizeAsync).RequirePermission("write:catalogs").WithName("FinalizeCatalog").Produces<FinalizedCatalogAnswer>()
            .WithSummary("Put a draft and its draft controls into force").WithDescription("Every draft control is checked; one that is incomplete refuses the whole.").ProducesProblem(400).ProducesProblem(404);
        catalogs.MapDelete("/{id:int}", DeleteAsync).RequirePermission("write:catalogs").WithName("DeleteCatalog").Produces(StatusCodes.Status204NoContent).WithSummary("Delete a catalog with its controls").ProducesProblem(404);
        catalogs.MapGet("/{tpaId}/points", (string tpaId, HttpContext http, IPointStore points, CancellationToken cancellationToken) => PointsApi.AnswerAsync(http, points, tpaId, cancellationToken))
            .RequirePermission("read:points").WithName("ListCatalogPoints").Produces<IReadOnlyList<PointAnswer>>().WithSummary("Points of the catalog's agreement, by its tpaId");
    }

    private static async Task<IResult> ListAsync(HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        var status = http.Request.Query["status"].ToString();
        if (status is not ("" or Catalog.Draft or Catalog.Finalized)) return RegistryProblems.Invalid("The query", "?status", "The status is 'draft' or 'finalized'.");
        return await PageAsync(http, status.Length == 0 ? db.Catalogs : db.Catalogs.Where(row => row.Status == status), cancellationToken);
    }

    private static async Task<IResult> PageAsync(HttpContext http, IQueryable<Catalog> query, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, await query.LongCountAsync(cancellationToken));
        var rows = await query.AsNoTracking().OrderBy(row => row.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
        return DataResult.Ok(new DataArray(rows.Select(ToData)));
    }

    private static async Task<IResult> GetAsync(int id, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.Catalogs.FindAsync([id], cancellationToken) is { } row ? DataResult.Ok(ToData(row)) : RegistryProblems.NotFound($"catalog {id}");

    private static async Task<IResult> CreateAsync(HttpContext http, RegistryDbContext db, IdGenerator ids, bool draft, CancellationToken cancellationToken)
    {
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        var row = new Catalog { Status = draft || body.Text("status", Catalog.Finalized) == Catalog.Draft ? Catalog.Draft : Catalog.Finalized, Name = null! };
        if (!body.Has("startDate")) body.Problem("startDate", "This member is missing.");
        if (row.Status == Catalog.Finalized && !body.Has("endDate")) body.Problem("endDate", "This member is missing.");
        Apply(body, row);
        if (body.Problems.Count > 0) return RegistryProblems.Invalid("The catalog", body.Problems);
        if (row.Status == Catalog.Finalized) row.TpaId ??= NewTpaId(ids);
        db.Catalogs.Add(row);
        if (!await TrySaveAsync(http, db, cancellationToken)) return TpaTaken(row.TpaId);
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/v1/catalogs/{row.Id}");
        return DataResult.Ok(ToData(row), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(int id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Catalogs.FindAsync([id], cancellationToken) is not { } row) return RegistryProblems.NotFound($"catalog {id}");
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        if (body.Text("status", row.Status) != row.Status)
            body.Problem("status", row.Status == Catalog.Finalized ? "A finalized catalog does not become a draft again." : "PATCH /api/v1/catalogs/{id}/finalize finalizes a draft.");
        Apply(body, row);
        if (body.Problems.Count > 0) return RegistryProblems.Invalid("The catalog", body.Problems);
        return await TrySaveAsync(http, db, cancellationToken) ? DataResult.Ok(ToData(row)) : TpaTaken(row.TpaId);
    }

    private static async Task<IResult> FinalizeAsync(int id, HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken)
    {
        if (await db.Catalogs.FindAsync([id], cancellationToken) is not { } row) return RegistryProblems.NotFound($"catalog {id}");
        if (row.Status != Catalog.Draft) return RegistryProblems.Invalid("The catalog", "$.status", "Only a draft can be finalized.");
        if (row.EndDate is null) return RegistryProblems.Invalid("The catalog", "$.endDate", "A catalog in force has an end; set it first.");
        var controls = await db.Controls.Where(control => control.CatalogId == id && control.Status == Catalog.Draft).ToListAsync(cancellationToken);
        var problems = controls.SelectMany(control => ControlRules.Problems(control, $"$.controls[{control.Id}]")).ToList();
        if (problems.Count > 0) return RegistryProblems.Invalid("The catalog", problems);
        row.Status = Catalog.Finalized;
        row.TpaId ??= NewTpaId(ids);
        foreach (var control in controls) control.Status = Catalog.Finalized;
        await db.SaveAuditedAsync(http, cancellationToken);
        return DataResult.Ok(new DataObject { ["catalog"] = ToData(row), ["controls"] = new DataObject { ["finalized"] = (double)controls.Count } });
    }

    private static async Task<IResult> DeleteAsync(int id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.DeleteAuditedAsync<Catalog>(http, id, cancellationToken) ? TypedResults.NoContent() : RegistryProblems.NotFound($"catalog {id}");

    private static void Apply(BodyMembers body, Catalog row)
    {
        row.Name = body.Text("name", row.Name, required: true, most: 100)!;
        row.Description = body.Text("description", row.Description, most: 255);
        row.StartDate = body.Time("startDate", row.StartDate) ?? row.StartDate;
        row.EndDate = body.Time("endDate", row.EndDate);
        row.DashboardId = body.Text("dashboard_id", row.DashboardId, most: 32);
        row.TpaId = body.Text("tpaId", row.TpaId, most: 100);
        row.TimeZone = body.Zone("timeZone", row.TimeZone);
        if (row.EndDate <= row.StartDate) body.Problem("endDate", "The end lies before the start.");
        if (row.Status == Catalog.Finalized && row.EndDate is null && body.Has("endDate")) body.Problem("endDate", "A catalog in force has an end.");
    }

    private static async Task<bool> TrySaveAsync(HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveAuditedAsync(http, cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private static IResult TpaTaken(string? tpaId) => RegistryProblems.Conflict($"Another catalog rests on the agreement '{tpaId}'.");

    private static string NewTpaId(IdGenerator ids) => $"tpa-{ids.NewGuid()}";

    private static DataObject ToData(Catalog row) => new()
    {
        ["id"] = (double)row.Id,
        ["name"] = row.Name,
        ["description"] = row.Description,
        ["startDate"] = row.StartDate,
        ["endDate"] = row.EndDate,
        ["dashboard_id"] = row.DashboardId,
        ["tpaId"] = row.TpaId,
        ["status"] = row.Status,
        ["timeZone"] = row.TimeZone,
    };
}
