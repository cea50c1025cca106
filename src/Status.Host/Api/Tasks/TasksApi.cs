using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Elsa.Tasks;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Api.Tasks;

/// <summary>Open tasks below <c>/api/v1/tasks</c>, and work that was set aside below <c>/api/v1/dead-letters</c>.</summary>
internal static class TasksApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("", ListAsync).RequirePermission("read:tasks")
            .WithName("ListTasks").WithSummary("List open tasks")
            .WithDescription("Oldest first. Query: name, page from 0, pageSize to 1,000.").ProducesValidationProblem();
        tasks.MapGet("/{id}", GetAsync).RequirePermission("read:tasks")
            .WithName("GetTask").WithSummary("One open task").ProducesProblem(StatusCodes.Status404NotFound);
        tasks.MapPost("/{id}/complete", CompleteAsync).RequirePermission("complete:tasks")
            .WithName("CompleteTask").WithSummary("Give the result of a task")
            .WithDescription("The run that waits goes on with it. The first result counts; repeating the call changes nothing.").ProducesProblem(StatusCodes.Status404NotFound);

        var letters = api.MapGroup("/dead-letters").WithTags("Runs");
        letters.MapGet("", DeadLettersAsync).RequirePermission("read:workflow-instances")
            .WithName("ListDeadLetters").WithSummary("List work that was set aside")
            .WithDescription("Newest first: work that can never succeed, and stimuli for which nobody came to wait. Query: page from 0, pageSize to 1,000.").ProducesValidationProblem();
        letters.MapPost("/{id}/retry", RetryAsync).RequirePermission("write:workflow-instances")
            .WithName("RetryDeadLetter").WithSummary("Try work that was set aside once more").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ListAnswer<TaskAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, ITaskStore tasks, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size, name) = (query.Page, query.PageSize, query.Text("name"));
        if (query.HasErrors) return query.Problem();
        var (items, total) = await tasks.ListAsync(name, (int)Math.Min((long)page * size, int.MaxValue), size, cancellationToken);
        return TypedResults.Ok(new ListAnswer<TaskAnswer>([.. items.Select(TaskAnswer.Of)], total, page, size));
    }

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> GetAsync(string id, ITaskStore tasks, CancellationToken cancellationToken) =>
        await tasks.FindAsync(id, cancellationToken) is { } task ? TypedResults.Ok(TaskAnswer.Of(task)) : NotFound(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> CompleteAsync(
        string id, TaskResultRequest request, HttpContext http, TaskCompletion completion, AuditTrail audit, CancellationToken cancellationToken)
    {
        var result = request.Result is { } given ? DataJson.From(given) : null;
        return await completion.AcceptAsync(id, result, task => audit.Note(ElsaTasksApi.Completed(http, task, result)), cancellationToken) ? TypedResults.NoContent() : NotFound(id);
    }

    private static async Task<Results<Ok<ListAnswer<DeadLetterAnswer>>, ValidationProblem>> DeadLettersAsync(HttpRequest request, IInbox inbox, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        if (query.HasErrors) return query.Problem();
        var (items, total) = await inbox.ListParkedAsync((int)Math.Min((long)page * size, int.MaxValue), size, cancellationToken);
        return TypedResults.Ok(new ListAnswer<DeadLetterAnswer>(
            [.. items.Select(p => new DeadLetterAnswer(p.Item.Id, p.Item.Kind.ToString(), p.Item.InstanceId, p.Item.DefinitionId, p.Item.CorrelationId, p.Reason, p.AcceptedAt))], total, page, size));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RetryAsync(string id, HttpContext http, IInbox inbox, AuditTrail audit, CancellationToken cancellationToken) =>
        await inbox.UnparkAsync(id, audit.Note(AuditEntry.By(http, "work.retried", $"work/{id}", new { status = "SetAside" }, new { status = "Accepted" })), cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"No work '{id}' is set aside.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NotFound(string id) =>
        TypedResults.Problem($"No task '{id}' is open: it is done, its run goes no further, or there never was one.", statusCode: StatusCodes.Status404NotFound);
}
