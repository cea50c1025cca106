using System.Text;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>Asks an HTTP source and keeps its answer.</summary>
[Resilient]
[Activity("Status", "Evidence", "Asks an HTTP source and stores status, chosen headers and body of its answer as one document under its SHA-256.", Kind = ActivityKind.Task)]
[FlowNode("Collected", "Failed")]
internal sealed class CollectHttpEvidence : CodeActivity<DataObject>
{
    [Input(Description = "Absolute http or https address, without user name and password.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<string?>? Url { get; set; }

    [Input(Description = "GET or POST.", UIHint = InputUIHints.DropDown, Options = ["GET", "POST"], DefaultValue = "GET")]
    public Input<string?>? Method { get; set; }

    [Input(Description = "Body of a POST: text as it is, anything else as JSON.", UIHint = InputUIHints.MultiLine)]
    public Input<object?>? Content { get; set; }

    [Input(Description = "Request headers as an object. Never kept with the evidence.", UIHint = InputUIHints.Dictionary, IsSensitive = true)]
    public Input<object?>? Headers { get; set; }

    [Input(Description = "Names of the answer's headers to keep.", UIHint = InputUIHints.MultiText)]
    public Input<object?>? KeepHeaders { get; set; }

    [Output(Description = "Status code of the answer.")]
    public Output<double>? StatusCode { get; set; }

    [Output(Description = "Body of the answer: JSON as a value, anything else as text.")]
    public Output<object?>? Body { get; set; }

    [Output(Description = "Why nothing was collected.")]
    public Output<string>? Error { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var options = context.GetRequiredService<IOptions<EvidenceOptions>>().Value;
        if (!HttpSource.TryReadUrl(context.Get(Url), out var url, out var problem))
        {
            await FailAsync(context, problem);
            return;
        }

        using var request = Request(context, url);
        var client = context.GetRequiredService<HttpSource>();
        var answer = await client.AskAsync(request, options, KeptHeaders(context.Get(KeepHeaders)), context.TimeProvider, context.CancellationToken);
        if (answer.Error is { } error)
        {
            await FailAsync(context, error);
            return;
        }

        context.Set(StatusCode, (double)answer.Status);
        if (Body is not null) context.Set(Body, answer.BodyValue());
        var shown = HttpSource.Shown(url);
        var details = new DataObject { ["url"] = shown, ["method"] = request.Method.Method, ["status"] = (double)answer.Status };
        var content = await EvidenceCollector.StoreAsync(
            context, DataJson.ToUtf8(answer.ToDocument(request.Method.Method, shown)), "application/json", "http", shown, details);
        context.Set(Result, content.ToData());
        await context.CompleteActivityWithOutcomesAsync("Collected");
    }

    private HttpRequestMessage Request(ActivityExecutionContext context, Uri url)
    {
        var method = string.Equals(context.Get(Method), "POST", StringComparison.OrdinalIgnoreCase) ? HttpMethod.Post : HttpMethod.Get;
        var request = new HttpRequestMessage(method, url);
        if (method == HttpMethod.Post)
        {
            var content = context.Get(Content);
            request.Content = new StringContent(
                content as string ?? DataJson.ToJson(content), Encoding.UTF8, content is string ? "text/plain" : "application/json");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", context.GetIdempotencyKey());
        }

        HttpSource.AddHeaders(request, context.Get(Headers) as IReadOnlyDictionary<string, object?>);
        return request;
    }

    private static string[] KeptHeaders(object? value) => value switch
    {
        string text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable<object?> names => [.. names.OfType<string>()],
        _ => ["Content-Type", "Date", "ETag", "Last-Modified"],
    };

    private async ValueTask FailAsync(ActivityExecutionContext context, string error)
    {
        context.Set(Error, error);
        await context.CompleteActivityWithOutcomesAsync("Failed");
    }
}
