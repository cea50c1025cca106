using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Grafana;

/// <summary>Asks a data source through Grafana.</summary>
[Resilient]
[Activity("Status", "Grafana", "Asks a data source of the configured Grafana and gives its answer as rows.", Kind = ActivityKind.Task)]
[FlowNode("Found", "NoData", "Failed")]
internal sealed class QueryGrafana : CodeActivity<DataArray>
{
    private const string RefId = "A";

    [Input(Description = "Uid of the data source.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? DatasourceUid { get; set; }

    [Input(Description = "The query in the data source's own words, as an object: {\"rawSql\": …, \"format\": \"table\"} or {\"expr\": …}.", UIHint = InputUIHints.JsonEditor, IsRequired = true)]
    public Input<object?>? Query { get; set; }

    [Input(Description = "Start: Unix milliseconds or Grafana's relative time.", UIHint = InputUIHints.SingleLine, DefaultValue = "now-1h")]
    public Input<string?>? From { get; set; }

    [Input(Description = "End: Unix milliseconds or Grafana's relative time.", UIHint = InputUIHints.SingleLine, DefaultValue = "now")]
    public Input<string?>? To { get; set; }

    [Input(Description = "The most points per series.", UIHint = InputUIHints.SingleLine, DefaultValue = 1000.0)]
    public Input<double?>? MaxDataPoints { get; set; }

    [Output(Description = "Why there is no answer, without credentials.")]
    public Output<string>? Error { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var query = context.Get(Query) is IReadOnlyDictionary<string, object?> members
            ? new DataObject(members)
            : throw new InvalidOperationException("Query is no object: give the data source's query, e.g. {\"rawSql\": \"select 1\", \"format\": \"table\"}.");
        query["refId"] = RefId;
        query["datasource"] = new DataObject { ["uid"] = context.Get(DatasourceUid) ?? "" };
        query["maxDataPoints"] = context.Get(MaxDataPoints) is { } points and > 0 ? points : 1000.0;
        var request = new DataObject { ["queries"] = new DataArray { query }, ["from"] = Given(context.Get(From)) ?? "now-1h", ["to"] = Given(context.Get(To)) ?? "now" };
        var answer = await context.GetRequiredService<GrafanaClient>().QueryAsync(request, context.CancellationToken);
        var maxRows = context.GetRequiredService<IOptions<GrafanaOptions>>().Value.MaxRows;
        var (rows, error) = answer.Error is null ? GrafanaFrames.Read(answer.Value, RefId, maxRows) : ([], answer.Error);
        context.Set(Result, rows);
        context.Set(Error, error);
        await context.CompleteActivityWithOutcomesAsync(error is not null ? "Failed" : rows.Count == 0 ? "NoData" : "Found");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
