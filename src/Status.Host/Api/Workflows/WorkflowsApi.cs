using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Status.Host.Elsa.Definitions;
using Status.Host.Identity;
using Status.Workflows.Definitions;
using Status.Workflows.Json;

namespace Status.Host.Api.Workflows;

/// <summary>Workflows for machines, below <c>/api/v1/workflows</c>: a file in version control is put, published and taken out of service without a designer.</summary>
internal static class WorkflowsApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("Workflows");
        workflows.MapGet("", ListAsync).RequirePermission("read:workflow-definitions")
            .WithName("ListWorkflows").WithSummary("List workflows")
            .WithDescription("Query: versions (latest by default, published, all), search (in name, description and ids), page from 0, pageSize to 1,000.").ProducesValidationProblem();
        workflows.MapGet("/{id}", GetAsync).RequirePermission("read:workflow-definitions")
            .WithName("GetWorkflow").WithSummary("A workflow with its definition")
            .WithDescription("Query: version (latest by default, published, or a number). The entity tag is the revision, to be sent as If-Match with a change.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        workflows.MapPut("/{id}", PutAsync).RequirePermission("write:workflow-definitions")
            .Accepts<System.Text.Json.JsonElement>("application/json")
            .WithName("PutWorkflow").WithSummary("Save a draft of a workflow")
            .WithDescription("The body is a definition in Elsa 3 format. A workflow that is there is changed only with If-Match: the revision that was read, or * for whatever is there. "
                + "A published version never changes: the draft gets the next number. Repeating the same save changes nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        workflows.MapPost("/{id}/publish", PublishAsync).RequirePermission("publish:workflow-definitions")
            .WithName("PublishWorkflow").WithSummary("Put the latest version into service")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        workflows.MapPost("/{id}/retract", RetractAsync).RequirePermission("retract:workflow-definitions")
            .WithName("RetractWorkflow").WithSummary("Take the published version out of service").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ListAnswer<WorkflowAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, IDefinitionStore store, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        var versions = query.Word("versions", "latest", "published", "all") switch
        {
            "published" => VersionOptions.Published,
            "all" => default,
            _ => VersionOptions.Latest,
        };
        var search = query.Text("search");
        if (search?.Contains('\0', StringComparison.Ordinal) == true) query.Fail("search", "The text holds a NUL character.");
        if (query.HasErrors) return query.Problem();
        var filter = new DefinitionFilter { Versions = versions, Search = search, Skip = (int)Math.Min((long)page * size, int.MaxValue), Take = size };
        var (items, total) = await store.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(new ListAnswer<WorkflowAnswer>([.. items.Select(row => WorkflowAnswer.Of(row))], total, page, size));
    }

    private static async Task<Results<Ok<WorkflowAnswer>, ProblemHttpResult>> GetAsync(string id, string? version, HttpContext context, IDefinitionStore store)
    {
        if (!VersionOptions.TryParse(version ?? "latest", out var options))
            return TypedResults.Problem($"'{version}' chooses no version: latest, published or a number.", statusCode: StatusCodes.Status400BadRequest);
        return await store.FindAsync(id, options, context.RequestAborted) is { } stored ? Show(stored, [], context) : WorkflowProblems.NotFound(id);
    }

    private static async Task<Results<Ok<WorkflowAnswer>, Created<WorkflowAnswer>, ProblemHttpResult>> PutAsync(
        string id, HttpContext context, IDefinitionStore store, DefinitionCommands commands, IOptions<DefinitionLimits> limits)
    {
        var match = context.Request.Headers.IfMatch.ToString().Trim();
        if (!RevisionTag.TryRead(match, out var expected))
            return TypedResults.Problem("If-Match is a revision such as \"7\", or *.", statusCode: StatusCodes.Status400BadRequest);
        var model = await RequestJson.ReadAsync(context.Request, limits.Value.MaxBytes + DefinitionChanges.Envelope, limits.Value.MaxDepth);
        if (match.Length == 0)
        {
            if (await store.GetAsync(id, DefinitionVersion.Latest, context.RequestAborted) is not null)
                return TypedResults.Problem(
                    "The workflow is there already: send If-Match with the revision you have read, or If-Match: * to write over whatever is there.", statusCode: StatusCodes.Status428PreconditionRequired);
            expected = 0;
        }

        var change = await commands.SaveAsync(
            new SaveDefinition { Model = model, DefinitionId = id, Actor = DefinitionRights.ActorOf(context.User), ExpectedRevision = expected, Overwrite = match == "*" }, context);
        if (WorkflowProblems.Of(change, id) is { } problem) return problem;
        if (change.Before is not null) return Show(change.Stored!, change.Problems, context);
        RevisionTag.Set(context.Response, change.Stored!);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/workflows/{Uri.EscapeDataString(id)}", Answer(change.Stored!, change.Problems));
    }

    private static async Task<Results<Ok<WorkflowAnswer>, ProblemHttpResult>> PublishAsync(string id, HttpContext context, DefinitionCommands commands)
    {
        var change = await commands.PublishAsync(id, context);
        return WorkflowProblems.Of(change, id) is { } problem ? problem : Show(change.Stored!, change.Problems, context);
    }

    private static async Task<Results<Ok<WorkflowAnswer>, ProblemHttpResult>> RetractAsync(string id, HttpContext context, DefinitionCommands commands)
    {
        var change = await commands.RetractAsync(id, context);
        return WorkflowProblems.Of(change, id) is { } problem ? problem : Show(change.Stored!, [], context);
    }

    private static Ok<WorkflowAnswer> Show(StoredDefinition stored, IReadOnlyList<Status.Workflows.Model.DefinitionProblem> problems, HttpContext context)
    {
        RevisionTag.Set(context.Response, stored);
        return TypedResults.Ok(Answer(stored, problems));
    }

    private static WorkflowAnswer Answer(StoredDefinition stored, IReadOnlyList<Status.Workflows.Model.DefinitionProblem> problems) =>
        // What stops a publish is only worth knowing in a draft.
        WorkflowAnswer.Of(stored, DefinitionAnswers.Export(stored), [.. problems.Select(p => new WorkflowProblem(p.Path, p.Message)).Distinct()]);
}
