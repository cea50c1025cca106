using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Grafana;

/// <summary>Looks dashboards up.</summary>
[Resilient]
[Activity("Status", "Grafana", "Lists dashboards of the configured Grafana by title and tags.", Kind = ActivityKind.Task)]
[FlowNode("Found", "None", "Failed")]
internal sealed class SearchDashboards : CodeActivity<DataArray>
{
    [Input(Description = "Part of the title; empty for all.", UIHint = InputUIHints.SingleLine)]
    public Input<string?>? Query { get; set; }

    [Input(Description = "Tags that a dashboard must all have.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? Tags { get; set; }

    [Input(Description = "The most dashboards, 1 to 5,000.", UIHint = InputUIHints.SingleLine, DefaultValue = 100.0)]
    public Input<double?>? Limit { get; set; }

    [Output(Description = "Why there is no answer, without credentials.")]
    public Output<string>? Error { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var limit = (int)Math.Clamp(context.Get(Limit) ?? 100, 1, 5000);
        var answer = await context.GetRequiredService<GrafanaClient>().SearchAsync(context.Get(Query), GrafanaTags.Read(context.Get(Tags)), limit, context.CancellationToken);
        var hits = new DataArray((answer.Value as DataArray ?? []).OfType<DataObject>().Select(hit => new DataObject
        {
            ["uid"] = hit["uid"],
            ["title"] = hit["title"],
            ["url"] = hit["url"],
            ["tags"] = hit["tags"],
            ["folderUid"] = hit["folderUid"],
        }));
        context.Set(Result, hits);
        context.Set(Error, answer.Error);
        await context.CompleteActivityWithOutcomesAsync(answer.Error is not null ? "Failed" : hits.Count == 0 ? "None" : "Found");
    }
}
