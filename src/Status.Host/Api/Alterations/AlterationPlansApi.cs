using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Elsa;
using Status.Host.Elsa.Alterations;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Api.Alterations;

/// <summary>Changes of runs below <c>/api/v1/alterations</c>.</summary>
internal static class AlterationPlansApi
{
    private const int MostChecked = 500;
    private const int MostJobs = 1000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapAlterationPlans(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/alterations").WithTags("Alterations");
        group.MapPost("/dry-run", DryRunAsync).RequirePermission("read:workflow-instances")
            .WithName("DryRunAlterations").WithSummary("See what changes would do to runs")
            .WithDescription("Changes nothing. For each run: whether the changes would be made, why not, and what a move to another version carries over.").ProducesValidationProblem();
        group.MapPost("", SubmitAsync).RequirePermission("write:workflow-instances")
            .WithName("SubmitAlterations").WithSummary("Change runs")
            .WithDescription("Types: Cancel; CancelActivity {activityId | activityInstanceId}; Migrate {targetVersion}; ModifyVariable {variableId, value}; ScheduleActivity {activityId | activityInstanceId}; Retry {activityId?}. All changes of a run are made in one commit, or none.")
            .ProducesValidationProblem();
        group.MapGet("", ListAsync).RequirePermission("read:workflow-instances")
            .WithName("ListAlterations").WithSummary("List changes that were asked for").WithDescription("Newest first. Query: page from 0, pageSize to 1,000.").ProducesValidationProblem();
        group.MapGet("/{id}", GetAsync).RequirePermission("read:workflow-instances")
            .WithName("GetAlteration").WithSummary("How changes went with each run").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<DryRunAnswer>, ValidationProblem>> DryRunAsync(
        AlterationRequest request, AlterationRequests requests, Status.Workflows.Operations.Alterations alterations, CancellationToken cancellationToken)
    {
        var (set, runs, problem) = await ReadAsync(request, requests, cancellationToken);
        if (problem is not null) return problem;
        var checks = await alterations.CheckAsync(set, [.. runs.Take(MostChecked)], cancellationToken);
        return TypedResults.Ok(new DryRunAnswer(runs.Count, [.. checks.Select(AlterationCheckAnswer.Of)]));
    }

    private static async Task<Results<Accepted<AlterationPlanAnswer>, ValidationProblem>> SubmitAsync(
        AlterationRequest request, HttpContext http, AlterationRequests requests, Status.Workflows.Operations.Alterations alterations, CancellationToken cancellationToken)
    {
        var (set, runs, problem) = await ReadAsync(request, requests, cancellationToken);
        if (problem is not null) return problem;
        var id = await requests.SubmitAsync(set, runs, request.Filter ?? default, http);
        var plan = await alterations.WaitAsync(id, _patience, cancellationToken);
        return TypedResults.Accepted($"/api/v1/alterations/{id}", AlterationPlanAnswer.Of(plan!));
    }

    private static async Task<Results<Ok<ListAnswer<AlterationPlanAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, IAlterationStore store, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        if (query.HasErrors) return query.Problem();
        var (items, total) = await store.ListAsync((int)Math.Min((long)page * size, int.MaxValue), size, cancellationToken);
        return TypedResults.Ok(new ListAnswer<AlterationPlanAnswer>([.. items.Select(plan => AlterationPlanAnswer.Of(plan))], total, page, size));
    }

    private static async Task<Results<Ok<AlterationPlanAnswer>, ProblemHttpResult>> GetAsync(string id, IAlterationStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } plan
            ? TypedResults.Ok(AlterationPlanAnswer.Of(plan, await store.ListJobsAsync(id, 0, MostJobs, cancellationToken)))
            : TypedResults.Problem($"No changes '{id}' were asked for.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<(IReadOnlyList<Alteration> Set, IReadOnlyList<string> Runs, ValidationProblem? Problem)> ReadAsync(
        AlterationRequest request, AlterationRequests requests, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var set = AlterationRequests.ReadSet(JsonSerializer.SerializeToElement(new { alterations = request.Alterations }), errors);
        if (request.RunIds is null == request.Filter is null) errors.Add("runIds", "Either name runs or give a filter.");
        if (request.RunIds?.Count > AlterationRequests.MostRuns) errors.Add("runIds", $"At most {AlterationRequests.MostRuns} runs can be changed at once.");
        if (request.RunIds?.Any(id => id is null || id.Contains('\0', StringComparison.Ordinal)) == true) errors.Add("runIds", "The id of a run is a text without NUL.");
        var runs = errors.Any ? [] : request.RunIds ?? await requests.FindAsync(request.Filter!.Value, errors, cancellationToken);
        return (set, runs, errors.Any ? TypedResults.ValidationProblem(errors.ToDictionary(), "The request is wrong in the members named under errors.") : null);
    }
}
