using Microsoft.EntityFrameworkCore;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Registry.Catalogs;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Scope definitions and the scope sets of controls below <c>/api/v1/scopes</c>.</summary>
internal static class ScopesApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapScopes(this IEndpointRouteBuilder api)
    {
        var scopes = api.MapGroup("/scopes").WithTags("Scopes");
        scopes.MapGet("", ListAsync).RequirePermission("read:scopes").WithName("ListScopes").Produces<IReadOnlyList<ScopeAnswer>>().WithSummary("Scope definitions");
        scopes.MapPost("", (HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => SaveAsync(null, http, db, ids, cancellationToken))
            .RequirePermission("write:scopes").WithName("CreateScope").Produces<ScopeAnswer>(StatusCodes.Status201Created).WithSummary("Make a scope definition").ProducesProblem(400).ProducesProblem(409);
        scopes.MapGet("/{id:guid}", GetAsync).RequirePermission("read:scopes").WithName("GetScope").Produces<ScopeAnswer>().WithSummary("One scope definition").ProducesProblem(404);
        scopes.MapPut("/{id:guid}", (Guid id, HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => SaveAsync(id, http, db, ids, cancellationToken))
            .RequirePermission("write:scopes").WithName("ChangeScope").Produces<ScopeAnswer>().WithSummary("Change a scope definition").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        scopes.MapDelete("/{id:guid}", DeleteAsync).RequirePermission("write:scopes").WithName("DeleteScope").Produces(StatusCodes.Status204NoContent).WithSummary("Delete a scope definition").ProducesProblem(404);
        var sets = scopes.MapGroup("/sets");
        sets.MapGet("", (HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => PageAsync(http, db.ScopeSets, cancellationToken))
            .RequirePermission("read:scopes").WithName("ListScopeSets").Produces<IReadOnlyList<ScopeSetAnswer>>().WithSummary("Scope sets");
        sets.MapGet("/control/{controlId:int}", (int controlId, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => PageAsync(http, db.ScopeSets.Where(row => row.ControlId == controlId), cancellationToken))
            .RequirePermission("read:scopes").WithName("ListScopeSetsOfControl").Produces<IReadOnlyList<ScopeSetAnswer>>().WithSummary("Scope sets of one control");
        sets.MapPost("", (HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => SaveSetAsync(null, http, db, ids, cancellationToken))
            .RequirePermission("write:scopes").WithName("CreateScopeSet").Produces<ScopeSetAnswer>(StatusCodes.Status201Created).WithSummary("Add a combination of scope values to a control").ProducesProblem(400).ProducesProblem(409);
        sets.MapGet("/{id}", async (string id, RegistryDbContext db, CancellationToken cancellationToken) => await db.ScopeSets.FindAsync([id], cancellationToken) is { } row ? DataResult.Ok(ToData(row)) : RegistryProblems.NotFound($"scope set '{id}'"))
            .RequirePermission("read:scopes").WithName("GetScopeSet").Produces<ScopeSetAnswer>().WithSummary("One scope set").ProducesProblem(404);
        sets.MapPut("/{id}", (string id, HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken) => SaveSetAsync(id, http, db, ids, cancellationToken))
            .RequirePermission("write:scopes").WithName("ChangeScopeSet").Produces<ScopeSetAnswer>().WithSummary("Change a scope set").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        sets.MapDelete("/{id}", async (string id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) => await db.DeleteAuditedAsync<ScopeSet>(http, id, cancellationToken) ? (IResult)TypedResults.NoContent() : RegistryProblems.NotFound($"scope set '{id}'"))
            .RequirePermission("write:scopes").WithName("DeleteScopeSet").Produces(StatusCodes.Status204NoContent).WithSummary("Delete a scope set").ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, await db.Scopes.LongCountAsync(cancellationToken));
        var rows = await db.Scopes.AsNoTracking().OrderBy(row => row.Name).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
        return DataResult.Ok(new DataArray(rows.Select(ToData)));
    }

    private static async Task<IResult> GetAsync(Guid id, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.Scopes.FindAsync([id], cancellationToken) is { } row ? DataResult.Ok(ToData(row)) : RegistryProblems.NotFound($"scope '{id}'");

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, RegistryDbContext db, CancellationToken cancellationToken) =>
        await db.DeleteAuditedAsync<ScopeDefinition>(http, id, cancellationToken) ? TypedResults.NoContent() : RegistryProblems.NotFound($"scope '{id}'");

    private static async Task<IResult> SaveAsync(Guid? id, HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken)
    {
        var row = id is null ? new ScopeDefinition { Name = null!, Description = null!, Default = null! } : await db.Scopes.FindAsync([id.Value], cancellationToken);
        if (row is null) return RegistryProblems.NotFound($"scope '{id}'");
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        row.Name = body.Text("name", row.Name, required: true, most: 200)?.ToLowerInvariant().Replace(' ', '_')!;
        row.Description = body.Text("description", row.Description, required: true)!;
        row.Type = body.Text("type", row.Type, required: body.Has("type"))!;
        row.Default = body.Text("default", row.Default, required: true, most: 1000)!;
        if (row.Type is not ("string" or "number" or "boolean")) body.Problem("type", "The type is 'string', 'number' or 'boolean'.");
        if (body.Problems.Count > 0) return RegistryProblems.Invalid("The scope", body.Problems);
        if (id is null)
        {
            row.Id = ids.NewGuid();
            db.Scopes.Add(row);
        }

        return await TrySaveAsync(http, db, cancellationToken)
            ? DataResult.Ok(ToData(row), id is null ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : RegistryProblems.Conflict($"There is a scope named '{row.Name}' already.");
    }

    private static async Task<IResult> SaveSetAsync(string? id, HttpContext http, RegistryDbContext db, IdGenerator ids, CancellationToken cancellationToken)
    {
        var row = id is null ? new ScopeSet() : await db.ScopeSets.FindAsync([id], cancellationToken);
        if (row is null) return RegistryProblems.NotFound($"scope set '{id}'");
        var body = await BodyMembers.ReadAsync(http.Request, cancellationToken);
        row.ControlId = body.Integer("controlId", id is null ? null : row.ControlId) ?? 0;
        if (!body.Has("controlId") && id is null) body.Problem("controlId", "This member is missing.");
        else if (row.ControlId > 0 && !await db.Controls.AnyAsync(control => control.Id == row.ControlId, cancellationToken)) body.Problem("controlId", $"There is no control {row.ControlId}.");
        if (body.Object("scopes") is { } scopes)
        {
            var scope = Scope.From(scopes);
            (row.Scopes, row.ScopeKey) = (DataJson.ToJson(scope.ToData()), scope.Key);
            if (scope.Key.Contains("\\u0000", StringComparison.Ordinal)) body.Problem("scopes", "A value holds a NUL.");
        }
        else if (id is null)
        {
            body.Problem("scopes", "This member is missing.");
        }

        if (body.Problems.Count > 0) return RegistryProblems.Invalid("The scope set", body.Problems);
        if (id is null)
        {
            row.Id = ids.NewId();
            db.ScopeSets.Add(row);
        }

        return await TrySaveAsync(http, db, cancellationToken)
            ? DataResult.Ok(ToData(row), id is null ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : RegistryProblems.Conflict("The control has this combination of scope values already.");
    }

    private static async Task<IResult> PageAsync(HttpContext http, IQueryable<ScopeSet> query, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, await query.LongCountAsync(cancellationToken));
        var rows = await query.AsNoTracking().OrderBy(row => row.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
        return DataResult.Ok(new DataArray(rows.Select(ToData)));
    }

    private static async Task<bool> TrySaveAsync(HttpContext http, RegistryDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveAuditedAsync(http, cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private static DataObject ToData(ScopeDefinition row) => new()
    {
        ["id"] = row.Id.ToString(),
        ["name"] = row.Name,
        ["description"] = row.Description,
        ["type"] = row.Type,
        ["default"] = row.Default,
    };

    private static DataObject ToData(ScopeSet row) => new()
    {
        ["_id"] = row.Id,
        ["id"] = row.Id,
        ["controlId"] = (double)row.ControlId,
        ["scopes"] = DataJson.Parse(row.Scopes),
    };
}
