using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Api;

namespace Status.Host.Identity.Audit;

/// <summary>The audit trail at <c>/api/v1/audit</c>.</summary>
internal static class AuditApi
{
    /// <summary>Maps the route; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).WithTags("Audit").RequirePermission("read:audit").WithName("ListAudit")
            .WithSummary("Who changed what, newest first")
            .WithDescription("Query: actor, action (user finds user.*), subject (agreement finds agreement/*), from and to (ISO 8601), page from 0, pageSize to 1,000. "
                + "ledgerKey names the ledger entry that proves the line.")
            .ProducesValidationProblem();

    private static async Task<Results<Ok<ListAnswer<AuditAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, AuditLog log, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        var filter = new AuditFilter
        {
            Actor = query.Text("actor"),
            Action = query.Text("action"),
            Subject = query.Text("subject"),
            From = query.Time("from"),
            To = query.Time("to"),
            Skip = (long)page * size,
            Take = size,
        };
        if (query.HasErrors) return query.Problem();
        var (items, total) = await log.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(new ListAnswer<AuditAnswer>(items, total, page, size));
    }
}
