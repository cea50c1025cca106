using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Definitions;

namespace Status.Host.Api.Workflows;

/// <summary>
/// Drafts whose save was refused because somebody else had written: below <c>/api/v1/workflow-drafts</c> their authors find them, take them and remove them. Those who may do
/// everything see everybody's.
/// </summary>
internal static class WorkflowDraftsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapWorkflowDrafts(this IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/workflow-drafts").WithTags("Workflows");
        drafts.MapGet("", ListAsync).RequirePermission("write:workflow-definitions").WithName("ListWorkflowDrafts").WithSummary("List one's refused drafts, newest first");
        drafts.MapGet("/{id}", GetAsync).RequirePermission("write:workflow-definitions").WithName("GetWorkflowDraft").WithSummary("A refused draft with its definition")
            .ProducesProblem(StatusCodes.Status404NotFound);
        drafts.MapDelete("/{id}", RemoveAsync).RequirePermission("write:workflow-definitions").WithName("RemoveWorkflowDraft").WithSummary("Remove a refused draft")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ListAnswer<WorkflowDraftAnswer>>> ListAsync(HttpContext context, IRefusedDraftStore store)
    {
        var drafts = await store.ListAsync(SeesAll(context) ? null : Caller.Describe(context.User), context.RequestAborted);
        return TypedResults.Ok(new ListAnswer<WorkflowDraftAnswer>([.. drafts.Select(d => WorkflowDraftAnswer.Of(d))], drafts.Count, 0, 1000));
    }

    private static async Task<Results<Ok<WorkflowDraftAnswer>, ProblemHttpResult>> GetAsync(string id, HttpContext context, IRefusedDraftStore store) =>
        await FindAsync(id, context, store) is { } draft ? TypedResults.Ok(WorkflowDraftAnswer.Of(draft, whole: true)) : NotFound(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, HttpContext context, IRefusedDraftStore store, AuditTrail audit)
    {
        if (await FindAsync(id, context, store) is not { } draft) return NotFound(id);
        var note = audit.Note(AuditEntry.By(context, "workflow-draft.removed", $"workflow-draft/{id}", draft.Json, null));
        return await store.RemoveAsync(id, note, context.RequestAborted) ? TypedResults.NoContent() : NotFound(id);
    }

    private static async Task<RefusedDraft?> FindAsync(string id, HttpContext context, IRefusedDraftStore store) =>
        await store.GetAsync(id, context.RequestAborted) is { } draft && (SeesAll(context) || draft.Author == Caller.Describe(context.User)) ? draft : null;

    private static bool SeesAll(HttpContext context) => context.User.Holds(Permission.Everything);

    private static ProblemHttpResult NotFound(string id) => TypedResults.Problem($"There is no draft '{id}' of yours.", statusCode: StatusCodes.Status404NotFound);
}
