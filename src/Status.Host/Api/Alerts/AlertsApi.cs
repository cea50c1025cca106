using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Alerts;
using Status.Activities.Alerts.Storage;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Execution;

namespace Status.Host.Api.Alerts;

/// <summary>Alerts below <c>/api/v1/alerts</c>.</summary>
internal static class AlertsApi
{
    private const int LongestComment = 2000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(50);

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", ListAsync).RequirePermission("read:alerts")
            .WithName("ListAlerts").WithSummary("List alerts")
            .WithDescription("Query: state (firing, acknowledged, resolved, open), severity, agreementId, guaranteeId, q (part of the title), from and to (opened, ISO 8601), sort (-openedAt by default; openedAt, lastSeenAt or severity, a minus turns it round: -severity is the most urgent first), page from 0, pageSize to 1,000.")
            .ProducesValidationProblem();
        alerts.MapGet("/{id}", GetAsync).RequirePermission("read:alerts")
            .WithName("GetAlert").WithSummary("One alert with its timeline").ProducesProblem(StatusCodes.Status404NotFound);
        alerts.MapPost("/{id}/acknowledge", AcknowledgeAsync).RequirePermission("ack:alerts")
            .WithName("AcknowledgeAlert").WithSummary("Take an alert on")
            .WithDescription("Until it is resolved the same condition notifies nobody again. Repeating the call changes nothing. 202 when the request is durable but not carried out yet.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        alerts.MapPost("/{id}/comments", CommentAsync).RequirePermission("ack:alerts")
            .WithName("CommentOnAlert").WithSummary("Say something about an alert")
            .WithDescription("A line of the timeline, whatever the state. With the same id the same comment is one line. 202 when it is durable but not shown yet.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesValidationProblem();
    }

    private static async Task<Results<Ok<ListAnswer<AlertAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, AlertStore store, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size) = (query.Page, query.PageSize);
        var sort = query.Word("sort", "openedAt", "-openedAt", "lastSeenAt", "-lastSeenAt", "severity", "-severity") ?? "-openedAt";
        var filter = new AlertFilter
        {
            States = States(query.Word("state", "firing", "acknowledged", "resolved", "open")),
            Severity = query.Word("severity", "critical", "high", "medium", "low", "info"),
            AgreementId = query.Text("agreementId"),
            GuaranteeId = query.Text("guaranteeId"),
            Text = query.Text("q"),
            From = query.Time("from"),
            To = query.Time("to"),
            Order = sort.TrimStart('-') switch { "severity" => AlertOrder.Severity, "lastSeenAt" => AlertOrder.LastSeenAt, _ => AlertOrder.OpenedAt },
            Ascending = !sort.StartsWith('-'),
            Skip = (int)Math.Min((long)page * size, int.MaxValue),
            Take = size,
        };
        if (query.HasErrors) return query.Problem();
        var found = await store.ListAsync(filter, cancellationToken);
        return TypedResults.Ok(new ListAnswer<AlertAnswer>([.. found.Items.Select(alert => AlertAnswer.From(alert))], found.Total, page, size));
    }

    private static async Task<Results<Ok<AlertAnswer>, ProblemHttpResult>> GetAsync(string id, AlertStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } alert
            ? TypedResults.Ok(AlertAnswer.From(alert, await store.ReadTimelineAsync(id, cancellationToken)))
            : NotFound(id);

    private static async Task<Results<Ok<AlertAnswer>, Accepted<AlertAnswer>, ProblemHttpResult>> AcknowledgeAsync(
        string id, AcknowledgeRequest? request, HttpContext http, AlertStore store, AuditTrail audit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (request?.Comment?.Length > LongestComment)
            return TypedResults.Problem($"The comment is longer than {LongestComment} characters.", statusCode: StatusCodes.Status400BadRequest);
        if (await store.FindAsync(id, cancellationToken) is not { } alert) return NotFound(id);
        if (alert.State == AlertState.Firing)
        {
            // Durable once appended; the follower alone changes the state, so two people at once do not both take it on.
            var entry = AuditEntry.By(http, "alert.acknowledged", $"alert/{id}", AlertAnswer.From(alert), request?.Comment ?? "");
            await audit.RecordAsync(entry, [AlertRequests.Acknowledge(id, http.User.Identity?.Name ?? "unknown", request?.Comment)], cancellationToken);
            alert = await AwaitAnswerAsync(alert, store, timeProvider, cancellationToken);
        }

        return alert.State switch
        {
            AlertState.Acknowledged => TypedResults.Ok(AlertAnswer.From(alert)),
            AlertState.Firing => TypedResults.Accepted($"/api/v1/alerts/{id}", AlertAnswer.From(alert)),
            _ => TypedResults.Problem($"The alert was resolved at {alert.ResolvedAt:O}: there is nothing left to take on.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<Results<Ok<AlertAnswer>, Accepted<AlertAnswer>, ValidationProblem, ProblemHttpResult>> CommentAsync(
        string id, CommentRequest request, HttpContext http, AlertStore store, AuditTrail audit, IdGenerator ids, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (request.Problems() is { Count: > 0 } problems) return TypedResults.ValidationProblem(problems);
        if (await store.FindAsync(id, cancellationToken) is not { } alert) return NotFound(id);
        var by = http.User.Identity?.Name ?? "unknown";
        var comment = IdGenerator.Derive("comment", id, by, request.Id ?? ids.NewId());
        var entry = AuditEntry.By(http, "alert.commented", $"alert/{id}", null, request.Text);
        if (!IsShown(await store.ReadTimelineAsync(id, cancellationToken)))
            await audit.RecordAsync(entry, [AlertRequests.Comment(id, by, request.Text!.Trim(), comment)], cancellationToken);
        var until = timeProvider.GetUtcNow() + _patience;
        var timeline = await store.ReadTimelineAsync(id, cancellationToken);
        while (!IsShown(timeline) && timeProvider.GetUtcNow() < until)
        {
            await Task.Delay(_pace, timeProvider, cancellationToken);
            timeline = await store.ReadTimelineAsync(id, cancellationToken);
        }

        var answer = AlertAnswer.From(alert, timeline);
        return IsShown(timeline) ? TypedResults.Ok(answer) : TypedResults.Accepted($"/api/v1/alerts/{id}", answer);

        bool IsShown(IReadOnlyList<AlertEvent> lines) => lines.Any(line => line.Key == "comment/" + comment);
    }

    private static async Task<Alert> AwaitAnswerAsync(Alert alert, AlertStore store, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var until = timeProvider.GetUtcNow() + _patience;
        while (alert.State == AlertState.Firing && timeProvider.GetUtcNow() < until)
        {
            await Task.Delay(_pace, timeProvider, cancellationToken);
            alert = await store.FindAsync(alert.Id, cancellationToken) ?? alert;
        }

        return alert;
    }

    private static IReadOnlyList<AlertState> States(string? word) => word switch
    {
        null => [],
        "open" => [AlertState.Firing, AlertState.Acknowledged],
        _ => AlertStateText.TryParse(word, out var state) ? [state] : [],
    };

    private static ProblemHttpResult NotFound(string id) => TypedResults.Problem($"There is no alert '{id}'.", statusCode: StatusCodes.Status404NotFound);
}
