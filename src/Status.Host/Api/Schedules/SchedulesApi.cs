using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Scheduling;

namespace Status.Host.Api.Schedules;

/// <summary>Schedules of published workflows below <c>/api/v1/schedules</c>.</summary>
internal static class SchedulesApi
{
    private const string Read = "read:schedules";
    private const string Write = "pause:schedules";

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Schedules");
        schedules.MapGet("", ListAsync).RequirePermission(Read)
            .WithName("ListSchedules").WithSummary("List the schedules of published workflows")
            .WithDescription("Query: q (part of name, workflow or trigger), state (active, paused), sort (nextAt by default; -nextAt, name, -name, missed, -missed), page from 0, pageSize to 1,000.")
            .ProducesValidationProblem();
        schedules.MapGet("/{definitionId}/{activityId}", GetAsync).RequirePermission(Read)
            .WithName("GetSchedule").WithSummary("One schedule with its next times").ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/{definitionId}/{activityId}/pause", PauseAsync).RequirePermission(Write)
            .WithName("PauseSchedule").WithSummary("Pause a schedule")
            .WithDescription("It starts nothing until it is resumed, also when its workflow is published again. Repeating the call changes nothing.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        schedules.MapPost("/{definitionId}/{activityId}/resume", ResumeAsync).RequirePermission(Write)
            .WithName("ResumeSchedule").WithSummary("Let a paused schedule go on")
            .WithDescription("At its first time after now: what passed in the pause was not missed. Repeating the call changes nothing.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ListAnswer<ScheduleAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, ITimerStore timers, ScheduleCalculator calculator, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (text, state, page, size) = (query.Text("q"), query.Word("state", "active", "paused"), query.Page, query.PageSize);
        var sort = query.Word("sort", "nextAt", "-nextAt", "name", "-name", "missed", "-missed") ?? "nextAt";
        if (query.HasErrors) return query.Problem();
        var found = (await timers.GetTriggersAsync(cancellationToken)).Where(t => (state is null || state == "paused" == t.PausedAt is not null) && Has(t, text)).ToList();
        var ordered = Order(found, sort.TrimStart('-'));
        if (sort.StartsWith('-')) ordered = ordered.Reverse();
        return TypedResults.Ok(new ListAnswer<ScheduleAnswer>([.. ordered.Skip((int)Math.Min((long)page * size, int.MaxValue)).Take(size).Select(t => ScheduleAnswer.Of(t, calculator))], found.Count, page, size));
    }

    private static async Task<Results<Ok<ScheduleAnswer>, ProblemHttpResult>> GetAsync(string definitionId, string activityId, ITimerStore timers, ScheduleCalculator calculator, CancellationToken cancellationToken) =>
        (await timers.GetTriggersAsync(cancellationToken)).FirstOrDefault(t => t.DefinitionId == definitionId && t.ActivityId == activityId) is { } timer
            ? TypedResults.Ok(ScheduleAnswer.Of(timer, calculator))
            : NotFound(definitionId, activityId);

    private static Task<Results<Ok<ScheduleAnswer>, ProblemHttpResult>> PauseAsync(
        string definitionId, string activityId, HttpContext http, ITimerStore timers, ScheduleCalculator calculator, AuditTrail audit) =>
        SetAsync(definitionId, activityId, Caller.Describe(http.User), "schedule.paused", http, timers, calculator, audit);

    private static Task<Results<Ok<ScheduleAnswer>, ProblemHttpResult>> ResumeAsync(
        string definitionId, string activityId, HttpContext http, ITimerStore timers, ScheduleCalculator calculator, AuditTrail audit) =>
        SetAsync(definitionId, activityId, null, "schedule.resumed", http, timers, calculator, audit);

    private static async Task<Results<Ok<ScheduleAnswer>, ProblemHttpResult>> SetAsync(
        string definitionId, string activityId, string? pausedBy, string action, HttpContext http, ITimerStore timers, ScheduleCalculator calculator, AuditTrail audit)
    {
        if (definitionId.Contains('\0', StringComparison.Ordinal) || activityId.Contains('\0', StringComparison.Ordinal)) return NotFound(definitionId, activityId);
        var after = await timers.SetPausedAsync(
            definitionId, activityId, pausedBy,
            (before, now) => audit.Note(AuditEntry.By(http, action, $"schedule/{definitionId}/{activityId}", ScheduleAnswer.Of(before, calculator), ScheduleAnswer.Of(now, calculator))),
            http.RequestAborted);
        return after is null ? NotFound(definitionId, activityId) : TypedResults.Ok(ScheduleAnswer.Of(after, calculator));
    }

    private static IEnumerable<TriggerTimer> Order(IReadOnlyList<TriggerTimer> timers, string by) => by switch
    {
        "name" => timers.OrderBy(t => t.DefinitionName ?? t.DefinitionId, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.ActivityId, StringComparer.Ordinal),
        "missed" => timers.OrderBy(t => t.Missed).ThenBy(t => t.Due),
        _ => timers.OrderBy(t => t.PausedAt is not null).ThenBy(t => t.Due).ThenBy(t => t.DefinitionId, StringComparer.Ordinal),
    };

    private static bool Has(TriggerTimer timer, string? text) =>
        text is null || new[] { timer.DefinitionName ?? "", timer.DefinitionId, timer.ActivityId }.Any(one => one.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static ProblemHttpResult NotFound(string definitionId, string activityId) => TypedResults.Problem(
        $"No published workflow '{definitionId}' has a schedule at '{activityId}'. A schedule is there while its workflow is published.", statusCode: StatusCodes.Status404NotFound);
}
