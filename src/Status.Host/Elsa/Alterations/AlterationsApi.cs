using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Alterations;

/// <summary>Changes of runs as the designer asks for them.</summary>
internal static class AlterationsApi
{
    private const string Read = "read:workflow-instances";
    private const string Write = "write:workflow-instances";
    private const int MostAtOnce = 1000;

    // The changes are accepted before the wait; whoever is not told in this time finds them in the plan.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    // A plan goes on by itself; that of a few runs is made by the time somebody asks how it went.
    private static readonly TimeSpan _briefly = TimeSpan.FromSeconds(2);

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapAlterations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/alterations/dry-run", DryRunAsync).RequirePermission(Read);
        api.MapPost("/alterations/run", RunAsync).RequirePermission(Write);
        api.MapPost("/alterations/submit", SubmitAsync).RequirePermission(Write);
        api.MapPost("/alterations/workflows/retry", RetryAsync).RequirePermission(Write);
        api.MapGet("/alterations/{id}", GetAsync).RequirePermission(Read);
    }

    private static async Task<IResult> DryRunAsync(HttpContext http, AlterationRequests requests, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(http.Request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        var runs = await requests.FindAsync(ElsaBody.TryGet(body, "filter", out var filter) ? filter : body, errors, cancellationToken);
        return errors.Any ? errors.Answer() : ElsaJson.Answer(new { workflowInstanceIds = runs });
    }

    private static async Task<IResult> RunAsync(HttpContext http, AlterationRequests requests, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(http.Request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        var set = AlterationRequests.ReadSet(body, errors);
        var runs = ReadRuns(body, errors);
        return errors.Any ? errors.Answer() : Describe(await requests.RunAsync(set, runs, _patience, http));
    }

    private static async Task<IResult> RetryAsync(HttpContext http, AlterationRequests requests, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(http.Request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        var runs = ReadRuns(body, errors);
        var activities = ElsaBody.Texts(body, "activityIds", errors);
        if (errors.Any) return errors.Answer();
        Alteration[] set = activities is { Count: > 0 }
            ? [.. activities.Select(id => new Alteration { Type = AlterationType.Retry, ActivityId = id })]
            : [new Alteration { Type = AlterationType.Retry }];
        return Describe(await requests.RunAsync(set, runs, _patience, http));
    }

    private static async Task<IResult> SubmitAsync(HttpContext http, AlterationRequests requests, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(http.Request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        var set = AlterationRequests.ReadSet(body, errors);
        if (!ElsaBody.TryGet(body, "filter", out var filter)) errors.Add("filter", "Say which runs to change.");
        if (errors.Any) return errors.Answer();
        var runs = await requests.FindAsync(filter, errors, cancellationToken);
        return errors.Any ? errors.Answer() : ElsaJson.Answer(new { planId = await requests.SubmitAsync(set, runs, filter, _briefly, http) });
    }

    private static async Task<IResult> GetAsync(string id, IAlterationStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } plan) return Results.NotFound();
        var jobs = await store.ListJobsAsync(id, 0, MostAtOnce, cancellationToken);
        return ElsaJson.Answer(new
        {
            plan = new
            {
                alterations = JsonSerializer.Deserialize<JsonElement>(DataJson.ToJson(new DataArray(plan.Alterations.Select(a => (object?)a.ToData())))),
                workflowInstanceFilter = FilterOf(plan),
                status = plan.Status,
                createdAt = plan.CreatedAt,
                completedAt = plan.CompletedAt,
                id = plan.Id,
            },
            jobs = jobs.Select(job => new
            {
                planId = job.PlanId,
                workflowInstanceId = job.InstanceId,
                status = job.Status.ToString(),
                log = job.Log,
                createdAt = job.CreatedAt,
                startedAt = job.CompletedAt,
                completedAt = job.CompletedAt,
                id = job.Id,
            }),
        });
    }

    private static JsonObject FilterOf(AlterationPlan plan)
    {
        var filter = JsonNode.Parse(plan.Filter)!.AsObject();
        filter.TryAdd("emptyFilterSelectsAll", false);
        filter.TryAdd("isSystem", false);
        return filter;
    }

    private static IReadOnlyList<string> ReadRuns(JsonElement body, ElsaErrors errors)
    {
        var runs = ElsaBody.Texts(body, "workflowInstanceIds", errors) ?? [];
        if (!errors.Any && runs.Count is 0 or > MostAtOnce) errors.Add("workflowInstanceIds", $"Name 1 to {MostAtOnce} runs; for more, submit a plan with a filter.");
        return runs;
    }

    private static IResult Describe(IReadOnlyList<AlterationJob> jobs) => ElsaJson.Answer(new
    {
        results = jobs.Select(job => new
        {
            workflowInstanceId = job.InstanceId,
            log = new { logEntries = job.Log },
            workflowHasScheduledWork = job.Status == AlterationJobStatus.Completed,
            isSuccessful = job.Status == AlterationJobStatus.Completed,
        }),
    });
}
