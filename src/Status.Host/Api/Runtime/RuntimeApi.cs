using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Expressions;
using Status.Workflows.Resilience;

namespace Status.Host.Api.Runtime;

/// <summary>Pausing and resuming the whole runtime, below <c>/api/v1/runtime</c>.</summary>
internal static class RuntimeApi
{
    private const int LongestReason = 500;
    private const string Permission = "pause:runtime";

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapRuntime(this IEndpointRouteBuilder api)
    {
        var runtime = api.MapGroup("/runtime").WithTags("Runtime");
        runtime.MapGet("", GetAsync).RequirePermission("read:schedules")
            .WithName("GetRuntime").WithSummary("Whether workflows run or are paused, and how much accepted work waits");
        runtime.MapPost("/pause", PauseAsync).RequirePermission(Permission)
            .WithName("PauseRuntime").WithSummary("Pause all workflows on all hosts")
            .WithDescription("No work is begun and no schedule fires, across restarts, until somebody resumes; bursts that run go on to their next wait. HTTP endpoints answer 503 with Retry-After; events, webhooks and dispatched runs are accepted and kept. Other hosts follow within a second. Repeating the call changes nothing.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        runtime.MapPost("/resume", ResumeAsync).RequirePermission(Permission)
            .WithName("ResumeRuntime").WithSummary("Let workflows run again")
            .WithDescription("Accepted work is begun, and each schedule does with its missed times what it says. Repeating the call changes nothing.");
    }

    private static async Task<Ok<RuntimeAnswer>> GetAsync(IRuntimePauseStore store, RuntimeGate gate, IEnumerable<UnstoppableCode> unstoppable, CancellationToken cancellationToken) =>
        TypedResults.Ok(RuntimeAnswer.Of(await store.GetAsync(cancellationToken), gate, unstoppable));

    private static async Task<Results<Ok<RuntimeAnswer>, ProblemHttpResult>> PauseAsync(
        PauseRequest? request, HttpContext http, IRuntimePauseStore store, RuntimeGate gate, AuditTrail audit, IEnumerable<UnstoppableCode> unstoppable, TimeProvider timeProvider)
    {
        var reason = request?.Reason?.Trim() is { Length: > 0 } words ? words : null;
        if (reason?.Length > LongestReason || reason?.Contains('\0', StringComparison.Ordinal) == true)
            return TypedResults.Problem($"The reason has at most {LongestReason} characters and no NUL.", statusCode: StatusCodes.Status400BadRequest);
        var pause = new RuntimePause(timeProvider.GetUtcNow(), Caller.Describe(http.User), reason);
        var now = await store.SetAsync(pause, audit.Note(AuditEntry.By(http, "runtime.paused", "runtime", null, reason ?? "")), http.RequestAborted);
        gate.Set(now);
        return TypedResults.Ok(RuntimeAnswer.Of(now, gate, unstoppable));
    }

    private static async Task<Ok<RuntimeAnswer>> ResumeAsync(HttpContext http, IRuntimePauseStore store, RuntimeGate gate, AuditTrail audit, IEnumerable<UnstoppableCode> unstoppable)
    {
        var now = await store.SetAsync(null, audit.Note(AuditEntry.By(http, "runtime.resumed", "runtime", gate.Pause?.Reason ?? "", null)), http.RequestAborted);
        gate.Set(now);
        return TypedResults.Ok(RuntimeAnswer.Of(now, gate, unstoppable));
    }
}
