using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Grafana;

/// <summary>Marks an instant or a span in dashboards. Reaches Grafana at least once; a repetition carries the same Idempotency-Key and tag.</summary>
[Resilient]
[Activity("Status", "Grafana", "Marks an instant or a span on a dashboard (or on all) of the configured Grafana.", Kind = ActivityKind.Task)]
[FlowNode("Done", "Failed")]
internal sealed class AnnotateDashboard : CodeActivity<double>
{
    [Input(Description = "The text.", UIHint = InputUIHints.MultiLine, IsRequired = true)]
    public Input<string?>? Text { get; set; }

    [Input(Description = "Uid of the dashboard; empty marks every dashboard that shows annotations.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? DashboardUid { get; set; }

    [Input(Description = "Id of the panel; empty for the whole dashboard.", UIHint = InputUIHints.SingleLine)]
    public Input<double?>? PanelId { get; set; }

    [Input(Description = "Tags by which dashboards choose annotations.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? Tags { get; set; }

    [Input(Description = "The instant; now when empty.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? Time { get; set; }

    [Input(Description = "The end of a span; empty for an instant.", UIHint = InputUIHints.DateTimePicker)]
    public Input<DateTimeOffset?>? TimeEnd { get; set; }

    [Output(Description = "Why it was not written, without credentials.")]
    public Output<string>? Error { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var text = context.Get(Text) is { Length: > 0 } given ? given : throw new InvalidOperationException("Text is empty: say what the annotation marks.");
        var request = new DataObject
        {
            ["text"] = text,
            ["time"] = (double)(context.Get(Time) ?? context.TimeProvider.GetUtcNow()).ToUnixTimeMilliseconds(),
            ["tags"] = new DataArray(GrafanaTags.Read(context.Get(Tags)).Prepend("status")),
        };
        if (context.Get(TimeEnd) is { } end) request["timeEnd"] = (double)end.ToUnixTimeMilliseconds();
        if (context.Get(DashboardUid) is { Length: > 0 } dashboard) request["dashboardUID"] = dashboard;
        if (context.Get(PanelId) is { } panel) request["panelId"] = panel;
        var answer = await context.GetRequiredService<GrafanaClient>().AnnotateAsync(request, context.GetIdempotencyKey(), context.CancellationToken);
        context.Set(Result, (answer.Value as DataObject)?["id"]);
        context.Set(Error, answer.Error);
        await context.CompleteActivityWithOutcomesAsync(answer.Error is null ? "Done" : "Failed");
    }
}
