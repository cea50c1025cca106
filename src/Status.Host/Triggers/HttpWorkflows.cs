using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Status.Host.Identity;
using Status.Host.Triggers.Admission;
using Status.Workflows.Bookmarks;
using Status.Workflows.Diagnostics;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;

namespace Status.Host.Triggers;

/// <summary>
/// Starts the workflow that answers a request, keeps the caller until the answer is committed, and sends it. Past the endpoint's timeout the answer is 202 with the
/// address of the run; a caller who goes away never cancels a run.
/// </summary>
internal sealed class HttpWorkflows(
    HttpRoutes routes, WorkflowEngine engine, IRunStore runs, ResumeIntake intake, ReplyAwaiter replies, IOptions<HttpTriggerOptions> options, WorkAdmission admission)
{
    /// <summary>Header of every answer that names the run.</summary>
    public const string InstanceHeader = "x-elsa-workflow-instance-id";

    private const string DefaultPermission = "exec:workflows";
    private const int MaxKeyLength = 255;
    private const int MostWaiting = 16;

    /// <summary>Answers a request below <c>/workflows/</c>.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (admission.Enter(context.Response) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            admission.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = (context.Request.RouteValues["path"] as string ?? "").Trim('/');
        var matches = (await routes.CurrentAsync(context.RequestAborted)).Match(context.Request.Method, path, out var routeValues);
        var result = matches.Count switch
        {
            0 => await ResumeAsync(context, path),
            1 => await StartAsync(context, matches[0], routeValues),
            _ => Ambiguous(matches),
        };
        if (result is not null) await result.ExecuteAsync(context);
    }

    private async Task<IResult?> StartAsync(HttpContext context, HttpRoute route, RouteValueDictionary? routeValues)
    {
        if (Refuse(context, route.Options) is { } refusal) return refusal;
        var request = context.Request;
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) key = request.Headers[WriteFileHttpResponse.DownloadHeader].ToString();
        if (key.Length > MaxKeyLength) return Problem(StatusCodes.Status400BadRequest, $"Idempotency-Key and {WriteFileHttpResponse.DownloadHeader} have at most {MaxKeyLength} characters.");
        var input = await HttpRequestReader.ReadAsync(request, routeValues, Limit(route), context.RequestAborted, route.Options.Uploads?.Exposes(UploadRules.RequestTooLarge) == true);
        if (route.Options.Uploads is { } rules && rules.Check(input["files"] as DataArray) is { } problem)
        {
            if (!rules.Exposes(problem.Outcome)) return Problem(problem.StatusCode, problem.Message);
            input["refused"] = problem.ToData();
        }

        InstanceId? instance = key.Length == 0 ? null : new InstanceId(IdGenerator.Derive("http", route.Trigger.DefinitionId, route.Trigger.ActivityId, User(context), key));
        if (instance is { } known && await runs.LoadAsync(known, context.RequestAborted) is not null) return await AnswerAsync(context, known, route.Options);

        // Not the caller's token: what was accepted goes on when the caller goes away.
        var burst = await engine.StartAsync(
            new StartRun
            {
                DefinitionId = route.Trigger.DefinitionId,
                DefinitionVersionId = route.Trigger.DefinitionVersionId,
                InstanceId = instance,
                TriggerActivityId = route.Trigger.ActivityId,
                StimulusInput = input,
                CorrelationId = Correlation(request),
                MustBeStored = instance is not null,
                AcceptAfter = route.Options.RequestTimeout ?? options.Value.RequestTimeout,
            },
            // Nor the host's stop: a burst that has begun is drained with its request.
            CancellationToken.None);
        if (burst.Commit == CommitStatus.AtLimit) return AtLimit(context);
        if (burst.Commit == CommitStatus.NotActivated)
            return Problem(StatusCodes.Status409Conflict, "Another run goes on, and the activation strategy of the workflow does not allow a second one beside it. Repeat the request when that run has ended.");
        context.Response.Headers[InstanceHeader] = burst.InstanceId.Value;
        if (burst.Commit == CommitStatus.Refused) return Faulted(burst.InstanceId);
        if (burst.Reply is { } reply)
        {
            await HttpReplyWriter.WriteAsync(context, reply, context.RequestAborted);
            return null;
        }

        if (burst.SubStatus == InstanceSubStatus.Executing && burst.Commit == CommitStatus.Committed) return Accepted(context, burst.InstanceId);
        if (burst.Commit == CommitStatus.Committed && burst.Status == InstanceStatus.Finished)
            return burst.SubStatus == InstanceSubStatus.Finished ? TypedResults.Ok() : Faulted(burst.InstanceId);
        return await AnswerAsync(context, burst.InstanceId, route.Options);
    }

    /// <summary>A run may wait for a request in its middle: the request is accepted durably, the run answers on its own time.</summary>
    private async Task<IResult> ResumeAsync(HttpContext context, string path)
    {
        var hash = Stimulus.Hash(HttpRouteTable.StimulusName, new DataObject { ["Path"] = path.ToLowerInvariant(), ["Method"] = context.Request.Method.ToLowerInvariant() });
        var waiting = context.User.Holds(DefaultPermission) ? await WaitingAsync(hash, Correlation(context.Request), context.RequestAborted) : [];
        if (waiting.Count == 0)
            return Problem(StatusCodes.Status404NotFound, $"No published workflow answers {context.Request.Method} /workflows/{path}. Check path and method, and that the workflow is published.");
        if (waiting.Count > 1)
            return Problem(StatusCodes.Status409Conflict, "Several runs wait for this request; name one with the header X-Correlation-ID.");
        var request = await HttpRequestReader.ReadAsync(context.Request, null, options.Value.RequestSizeLimit, context.RequestAborted);
        await intake.AcceptAsync(
            new InboxItem { Id = IdGenerator.Derive("http-resume", waiting[0].Id), Kind = InboxItemKind.Resume, InstanceId = waiting[0].InstanceId.Value, BookmarkId = waiting[0].Id, Payload = request },
            context.RequestAborted);
        return Accepted(context, waiting[0].InstanceId);
    }

    /// <summary>The waits for a request: those of runs that go on, or failing that of runs that stand faulted, which keep it for their retry.</summary>
    private async Task<IReadOnlyList<Bookmark>> WaitingAsync(string hash, string? correlation, CancellationToken cancellationToken)
    {
        var waiting = await runs.FindBookmarksAsync(hash, correlation, MostWaiting, cancellationToken);
        if (waiting.Count <= 1) return waiting;
        var goingOn = new List<Bookmark>();
        foreach (var bookmark in waiting)
        {
            if ((await runs.LoadAsync(bookmark.InstanceId, cancellationToken))?.Status == InstanceStatus.Running) goingOn.Add(bookmark);
        }

        return goingOn.Count > 0 ? goingOn : waiting;
    }

    private async Task<IResult?> AnswerAsync(HttpContext context, InstanceId instance, HttpRouteOptions route)
    {
        context.Response.Headers[InstanceHeader] = instance.Value;
        var answer = await replies.WaitAsync(instance, route.RequestTimeout ?? options.Value.RequestTimeout, context.RequestAborted);
        if (answer.IsPending) return Accepted(context, instance);
        if (answer.Reply is null) return answer.Ended == InstanceSubStatus.Finished ? TypedResults.Ok() : Faulted(instance);
        await HttpReplyWriter.WriteAsync(context, answer.Reply, context.RequestAborted);
        return null;
    }

    private long Limit(HttpRoute route) => route.Options.RequestSizeLimit ?? options.Value.RequestSizeLimit;

    private static ProblemHttpResult AtLimit(HttpContext context)
    {
        EngineDiagnostics.Refused("limit");
        context.Response.Headers.RetryAfter = "1";
        return Problem(StatusCodes.Status429TooManyRequests, "As many runs of this workflow go on as it allows (maxConcurrentRuns). Repeat the request when one has ended.");
    }

    private static IResult? Refuse(HttpContext context, HttpRouteOptions route)
    {
        if (!route.Authorize) return null;
        if (context.User.Identity?.IsAuthenticated != true) return Problem(StatusCodes.Status401Unauthorized, "This workflow asks its callers to sign in.");
        var permission = route.Policy ?? DefaultPermission;
        return context.User.Holds(permission) ? null : Problem(StatusCodes.Status403Forbidden, $"This workflow asks its callers for the permission {permission}.");
    }

    private static IResult Accepted(HttpContext context, InstanceId instance)
    {
        context.Response.Headers[InstanceHeader] = instance.Value;
        var location = $"{context.Request.PathBase}/api/v1/runs/{instance.Value}";
        return TypedResults.Accepted(location, new AcceptedRun(instance.Value, location));
    }

    private static IResult Ambiguous(IReadOnlyList<HttpRoute> matches) =>
        Problem(StatusCodes.Status500InternalServerError, $"The call is ambiguous: it is answered by {string.Join(", ", matches.Select(m => m.Trigger.DefinitionId).Distinct())}. A designer must change one of the paths.");

    private static ProblemHttpResult Faulted(InstanceId instance) =>
        Problem(StatusCodes.Status500InternalServerError, $"The workflow faulted before it answered. Its run is {instance.Value}; the incident is kept with it.");

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private static string User(HttpContext context) => context.User.Identity?.Name ?? "";

    private static string? Correlation(HttpRequest request) =>
        request.Headers["X-Correlation-ID"].ToString() is { Length: > 0 } header ? header
        : request.Query["correlationId"].ToString() is { Length: > 0 } query ? query : null;
}

/// <summary>The answer when a run takes longer than its caller is kept.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Location">Where its state and answer are read.</param>
internal sealed record AcceptedRun(string RunId, string Location);
