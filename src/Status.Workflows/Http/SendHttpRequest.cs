using Status.Workflows.Authoring;

namespace Status.Workflows.Http;

/// <summary>Sends an HTTP request and runs the branch for the status of the answer; completes when the branch does.</summary>
[Activity("Elsa", "HTTP", "Sends an HTTP request.", DisplayName = "HTTP Request", Kind = ActivityKind.Task)]
public sealed class SendHttpRequest : HttpRequestActivity
{
    /// <summary>Branches by status.</summary>
    [Input(Description = "Branches by status of the answer.", UIHint = InputUIHints.HttpStatusCodes, Order = 7)]
    public IReadOnlyList<HttpStatusCodeCase> ExpectedStatusCodes { get; set; } = [];

    /// <summary>Runs when no case has the status of the answer.</summary>
    [Port]
    public Activity? UnmatchedStatusCode { get; set; }

    /// <summary>Runs when there was no connection; without it the activity faults.</summary>
    [Port]
    public Activity? FailedToConnect { get; set; }

    /// <summary>Runs when no answer came in time; without it the activity faults.</summary>
    [Port]
    public Activity? Timeout { get; set; }

    /// <summary>Whether failed requests are tried again by the ordinary strategy; superseded by the resilience setting of the activity. A literal.</summary>
    [Input(Description = "Obsolete. Use the common Resilience Strategy setting instead.", UIHint = InputUIHints.Checkbox, Order = 9)]
    public Input<bool>? EnableResiliency { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var exchange = await SendAsync(context);
        var branch = exchange.End switch
        {
            HttpExchangeEnd.FailedToConnect => FailedToConnect ?? throw new HttpRequestException(exchange.Problem),
            HttpExchangeEnd.TimedOut => Timeout ?? throw new TimeoutException(exchange.Problem),
            _ => ExpectedStatusCodes.FirstOrDefault(c => c.StatusCode == exchange.StatusCode)?.Activity ?? UnmatchedStatusCode,
        };
        if (branch is null) await context.CompleteActivityAsync();
        else await context.ScheduleActivityAsync(branch, OnBranchCompleted);
    }

    private static ValueTask OnBranchCompleted(ActivityExecutionContext context) => context.CompleteActivityAsync();
}

/// <summary>A branch for one status.</summary>
public sealed class HttpStatusCodeCase
{
    /// <summary>The status.</summary>
    public int StatusCode { get; set; }

    /// <summary>What runs.</summary>
    public Activity? Activity { get; set; }
}
