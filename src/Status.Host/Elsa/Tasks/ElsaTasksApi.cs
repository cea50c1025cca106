using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Tasks;

/// <summary>Results of tasks, and stimuli for which nobody came to wait.</summary>
internal static class ElsaTasksApi
{
    private const int LongestPage = 1000;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapElsaTasks(this IEndpointRouteBuilder api)
    {
        api.MapPost("/tasks/{taskId}/complete", CompleteAsync).RequirePermission("complete:tasks");
        api.MapGet("/bookmark-queue/dead-letters", DeadLettersAsync).RequirePermission("read:workflow-instances");
    }

    /// <summary>The audit entry of a result.</summary>
    public static AuditEntry Completed(HttpContext http, OpenTask task, object? result) =>
        AuditEntry.By(http, "task.completed", $"task/{task.Id}", new { task.Name, task.InstanceId }, DataJson.ToJson(result));

    private static async Task<IResult> CompleteAsync(string taskId, HttpContext http, TaskCompletion completion, AuditTrail audit, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(http.Request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        var result = ElsaBody.TryGet(body, "result", out var value) ? DataJson.From(value) : null;
        return await completion.AcceptAsync(taskId, result, task => audit.Note(Completed(http, task, result)), cancellationToken) ? Results.Ok() : Results.NotFound();
    }

    private static async Task<IResult> DeadLettersAsync(HttpRequest request, IInbox inbox, CancellationToken cancellationToken)
    {
        var query = new Api.ListQuery(request.Query);
        var (page, size) = (query.Page, query.Integer("pageSize", 100, 1, LongestPage));
        if (query.HasErrors) return ElsaErrors.Refuse("page and pageSize are whole numbers from 0 and 1.");
        var (items, total) = await inbox.ListParkedAsync(page * size, size, cancellationToken);
        return ElsaJson.Answer(new
        {
            items = items.Select(parked => new
            {
                id = parked.Item.Id,
                workflowInstanceId = parked.Item.InstanceId,
                correlationId = parked.Item.CorrelationId,
                bookmarkId = parked.Item.BookmarkId,
                stimulusHash = parked.Item.StimulusHash,
                reason = parked.Reason,
                createdAt = parked.AcceptedAt,
            }),
            totalCount = total,
        });
    }
}
