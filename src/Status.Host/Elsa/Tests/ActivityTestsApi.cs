using System.Globalization;
using Status.Host.Elsa.Executions;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Host.Triggers.Admission;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Testing;

namespace Status.Host.Elsa.Tests;

/// <summary>The designer's Test tab: one activity of a stored version runs by itself, and nothing of it is kept but the audit entry.</summary>
internal static class ActivityTestsApi
{
    private const int MostAtOnce = 4;

    /// <summary>How long a test waits for its turn, and is told to wait when it gets none.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly SemaphoreSlim _turns = new(MostAtOnce);

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapActivityTests(this IEndpointRouteBuilder api) =>
        // As for running a draft: an activity may call other systems.
        api.MapPost("/tests/activities", RunAsync).RequirePermission("exec:workflow-definitions").AddEndpointFilter<RouteHandlerBuilder, PauseFilter>();

    private static async Task<IResult> RunAsync(
        HttpContext http, IDefinitionStore store, ActivityTest test, ActivityRegistry registry, AuditTrail audit, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var request = ActivityTestRequest.Of(await ElsaBody.ReadAsync(http.Request, errors, cancellationToken), errors);
        if (errors.Any) return errors.Answer();
        if (await request.FindAsync(store, cancellationToken) is not { } stored) return Results.NotFound();
        if (DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored).Definition is not { } definition) return ElsaErrors.Refuse("The stored version cannot be read; save it again.");
        definition = definition with { Id = stored.Id, DefinitionId = stored.DefinitionId, Version = stored.Version };
        if (!await _turns.WaitAsync(_patience, cancellationToken))
        {
            http.Response.Headers.RetryAfter = _patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        try
        {
            // Before it: whatever the activity then calls was called by somebody.
            await audit.RecordAsync(AuditEntry.By(http, "activity.tested", $"workflow/{stored.DefinitionId}", null, new { version = stored.Id, activity = request.Activity }), cancellationToken);
            var execution = await test.RunAsync(definition, stored.PublishedAt is not null, request.Activity, cancellationToken);
            return execution is null
                ? ElsaErrors.Refuse($"The workflow has no activity '{request.Activity}' in this version; wait until the change is saved.", "activityHandle")
                : ElsaJson.Answer(ActivityTestAnswer.Of(ExecutionAnswer.Of("", execution, registry)));
        }
        finally
        {
            _turns.Release();
        }
    }
}
