using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Status.Activities.Registry.Catalogs;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Controls below <c>/api/v1/controls</c>.</summary>
internal static class ControlsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapControls(this IEndpointRouteBuilder api)
    {
        var controls = api.MapGroup("/controls").WithTags("Controls");
        controls.MapGet("", (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => PageAsync(http, db.Controls, cancellationToken))
            .RequirePermission("read:controls").WithName("ListControls").Produces<IReadOnlyList<ControlAnswer>>().WithSummary("Controls");
        foreach (var (path, name) in (ReadOnlySpan<(string, string)>)[("/drafts", "ListControlDrafts"), ("/pending", "ListPendingControls")])
        {
            controls.MapGet(path, (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => PageAsync(http, db.Controls.Where(row => row.Status == Catalog.Draft), cancellationToken))
                .RequirePermission("read:controls").WithName(name).Produces<IReadOnlyList<ControlAnswer>>().WithSummary("Controls that are drafts");
        }

        controls.MapGet("/drafts/catalog/{catalogId:int}", (int catalogId, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => OfCatalogAsync(catalogId, true, http, db, cancellationToken))
            .RequirePermission("read:controls").WithName("ListControlDraftsOfCatalog").Produces<IReadOnlyList<ControlAnswer>>().WithSummary("Drafts of one catalog").ProducesProblem(404);
        api.MapGet("/catalogs/{catalogId:int}/controls", (int catalogId, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => OfCatalogAsync(catalogId, false, http, db, cancellationToken))
            .WithTags("Controls").RequirePermission("read:controls").WithName("ListControlsOfCatalog").Produces<IReadOnlyList<ControlAnswer>>().WithSummary("Controls of one catalog").ProducesProblem(404);
        controls.MapGet("/{id:int}", GetAsync).RequirePermission("read:controls").WithName("GetControl").Produces<ControlAnswer>().WithSummary("One control").ProducesProblem(404);
        controls.MapPost("", (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => CreateAsync(http, db, draft: false, cancellationToken))
            .RequirePermission("write:controls").WithName("CreateControl").Produces<ControlAnswer>(StatusCodes.Status201Created).WithSummary("Make a control").ProducesProblem(400);
        controls.MapPost("/drafts", (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => CreateAsync(http, db, draft: true, cancellationToken))
            .RequirePermission("write:controls").WithName("CreateControlDraft").Produces<ControlAnswer>(StatusCodes.Status201Created).WithSummary("Make a draft in a draft catalog").ProducesProblem(400);
        controls.MapPatch("/{id:int}", ChangeAsync).RequirePermission("write:controls").WithName("ChangeControl").Produces<ControlAnswer>().WithSummary("Change members of a control").ProducesProblem(400).ProducesProblem(404);
        controls.MapPatch("/{id:int}/finalize", FinalizeAsync).RequirePermission("write:controls").WithName("FinalizeControl").Produces<ControlAnswer>().WithSummary("Put a draft into force").ProducesProblem(400).ProducesProblem(404);
        controls.MapDelete("/{id:int}", DeleteAsync).RequirePermission("write:controls").WithName("DeleteControl").Produces(StatusCodes.Status204NoContent).WithSummary("Delete a control").ProducesProblem(404);
    }

    private static async Task<IResult> PageAsync(HttpContext http, IQueryable<ControlRow> query, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, await query.LongCountAsync(cancellationToken));
        var rows = await query.AsNoTracking().OrderBy(row => row.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
        return DataResult.Ok(new DataArray(rows.Select(ToData)));
    }

    private static async Task<IResult> OfCatalogAsync(int catalogId, bool drafts, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.Catalogs.AnyAsync(row => row.Id == catalogId, cancellationToken)
            ? await PageAsync(http, db.Controls.Where(row => row.CatalogId == catalogId && (!drafts || row.Status == Catalog.Draft)), cancellationToken)
            : RegistryProblems.NotFound($"catalog {catalogId}");

    private static async Task<IResult> GetAsync(int id, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.Controls.FindAsync([id], cancellationToken) is { } row ? DataResult.Ok(ToData(row)) : RegistryProblems.NotFound($"control {id}");

    private static async Task<IResult> CreateAsync(HttpContext http, RegistryDbContext db, bool draft, CancellationToken cancellationToken)
    {
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        var row = new ControlRow { Status = draft || body.Text("status", Catalog.Finalized) == Catalog.Draft ? Catalog.Draft : Catalog.Finalized, Name = null! };
        if (!draft && !body.Has("period")) body.Problem("period", "This member is missing.");
        if (body.Integer("catalogId", null) is { } catalogId) row.CatalogId = catalogId;
        else if (!body.Has("catalogId")) body.Problem("catalogId", "This member is missing.");
        return await SaveAsync(body, row, http, db, cancellationToken);
    }

    private static async Task<IResult> ChangeAsync(int id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Controls.FindAsync([id], cancellationToken) is not { } row) return RegistryProblems.NotFound($"control {id}");
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        if (body.Text("status", row.Status) != row.Status)
            body.Problem("status", row.Status == Catalog.Finalized ? "A finalized control does not become a draft again." : "PATCH /api/v1/controls/{id}/finalize finalizes a draft.");
        row.CatalogId = body.Integer("catalogId", row.CatalogId) ?? row.CatalogId;
        return await SaveAsync(body, row, http, db, cancellationToken);
    }

    private static async Task<IResult> SaveAsync(BodyMembers body, ControlRow row, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        row.Name = body.Text("name", row.Name, required: true, most: 100)!;
        row.Description = body.Text("description", row.Description);
        row.Period = body.Period("period", row.Period);
        row.StartDate = body.Time("startDate", row.StartDate);
        row.EndDate = body.Time("endDate", row.EndDate);
        row.WorkflowDefinitionId = body.Text("workflowDefinitionId", body.Text("mashupId", row.WorkflowDefinitionId, most: 100), most: 100);
        if (body.Object("params") is { } parameters) row.Params = DataJson.ToJson(parameters);
        if (row.Params.Contains("\\u0000", StringComparison.Ordinal)) body.Problem("params", "A parameter holds a NUL.");
        var problems = body.Problems.ToList();
        if (row.Status == Catalog.Finalized && problems.Count == 0) problems.AddRange(ControlRules.Problems(row, "$"));
        var catalog = row.CatalogId > 0 ? await db.Catalogs.FindAsync([row.CatalogId], cancellationToken) : null;
        if (row.CatalogId > 0 && catalog is null) problems.Add(new("$.catalogId", $"There is no catalog {row.CatalogId}."));
        if (row.Id == 0 && row.Status == Catalog.Draft && catalog?.Status == Catalog.Finalized) problems.Add(new("$.catalogId", "A draft belongs to a draft catalog."));
        if (problems.Count > 0) return RegistryProblems.Invalid("The control", problems);
        var isNew = row.Id == 0;
        if (isNew) db.Controls.Add(row);
        await db.SaveAuditedAsync(http, cancellationToken);
        if (isNew) http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/v1/controls/{row.Id}");
        return DataResult.Ok(ToData(row), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> FinalizeAsync(int id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Controls.FindAsync([id], cancellationToken) is not { } row) return RegistryProblems.NotFound($"control {id}");
        if (row.Status != Catalog.Draft) return RegistryProblems.Invalid("The control", "$.status", "Only a draft can be finalized.");
        var catalog = await db.Catalogs.FindAsync([row.CatalogId], cancellationToken);
        if (catalog?.Status != Catalog.Finalized) return RegistryProblems.Invalid("The control", "$.catalogId", "Its catalog is a draft; finalize that first.");
        if (ControlRules.Problems(row, "$").ToList() is { Count: > 0 } problems) return RegistryProblems.Invalid("The control", problems);
        row.Status = Catalog.Finalized;
        await db.SaveAuditedAsync(http, cancellationToken);
        return DataResult.Ok(ToData(row));
    }

    private static async Task<IResult> DeleteAsync(int id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.DeleteAuditedAsync<ControlRow>(http, id, cancellationToken) ? TypedResults.NoContent() : RegistryProblems.NotFound($"control {id}");

    private static DataObject ToData(ControlRow row) => new()
    {
        ["id"] = (double)row.Id,
        ["name"] = row.Name,
        ["description"] = row.Description,
        ["period"] = row.Period,
        ["startDate"] = row.StartDate,
        ["endDate"] = row.EndDate,
        ["mashupId"] = row.WorkflowDefinitionId,
        ["workflowDefinitionId"] = row.WorkflowDefinitionId,
        ["params"] = DataJson.Parse(row.Params),
        ["status"] = row.Status,
        ["catalogId"] = (double)row.CatalogId,
    };
}
