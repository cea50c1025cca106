using System.Globalization;
using Status.Workflows.Authoring;

namespace Status.Workflows.Http;

/// <summary>
/// Sends an HTTP request; outcomes: the matching expected status or <c>Unmatched status code</c>, always with <c>Done</c>; <c>Failed to connect</c>;
/// <c>Timeout</c>.
/// </summary>
[Activity("Elsa", "HTTP", "Sends an HTTP request and goes on by the status of the answer.", DisplayName = "HTTP Request (flow)", Kind = ActivityKind.Task)]
[FlowNode("Unmatched status code", "Failed to connect", "Timeout", "Done")]
public sealed class FlowSendHttpRequest : HttpRequestActivity
{
    /// <summary>Statuses that have an outcome of their own.</summary>
    [Input(Description = "Statuses that get an outcome of their own.", UIHint = InputUIHints.MultiText, Order = 7)]
    public Input<int[]>? ExpectedStatusCodes { get; set; }

    /// <summary>Whether failed requests are tried again by the ordinary strategy; superseded by the resilience setting of the activity. A literal.</summary>
    [Input(Description = "Obsolete. Use the common Resilience Strategy setting instead.", UIHint = InputUIHints.Checkbox, Order = 9)]
    public Input<bool>? EnableResiliency { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var exchange = await SendAsync(context);
        if (exchange.Problem is not null) context.JournalData["Problem"] = exchange.Problem;
        await (exchange.End switch
        {
            HttpExchangeEnd.FailedToConnect => context.CompleteActivityWithOutcomesAsync("Failed to connect"),
            HttpExchangeEnd.TimedOut => context.CompleteActivityWithOutcomesAsync("Timeout"),
            _ => context.CompleteActivityWithOutcomesAsync(Outcome(context.Get(ExpectedStatusCodes), exchange.StatusCode), "Done"),
        });
    }

    private static string Outcome(int[]? expected, int status) =>
        expected?.Contains(status) == true ? status.ToString(CultureInfo.InvariantCulture) : "Unmatched status code";
}
