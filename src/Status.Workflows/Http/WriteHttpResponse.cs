using System.Net;
using System.Text;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Writes the answer to the request that started the run. The answer is data: it is committed with the burst and sent by the host that holds the connection, after
/// the commit.
/// </summary>
[Activity("Elsa", "HTTP", "Writes the answer to the HTTP request that started the workflow.", DisplayName = "HTTP Response")]
public sealed class WriteHttpResponse : CodeActivity
{
    /// <summary>HTTP status; 200 when not given.</summary>
    [Input(Description = "HTTP status of the answer.", UIHint = InputUIHints.DropDown, DefaultValue = HttpStatusCode.OK, Order = 1)]
    public Input<HttpStatusCode>? StatusCode { get; set; }

    /// <summary>Body: text and bytes as they are, everything else as JSON.</summary>
    [Input(Description = "The body: text and bytes as they are, everything else as JSON.", UIHint = InputUIHints.MultiLine, Order = 2)]
    public Input<object?>? Content { get; set; }

    /// <summary>Media type; derived from the content when not given.</summary>
    [Input(
        Description = "Media type; empty: text/plain for text, application/octet-stream for bytes, application/json for everything else.",
        UIHint = InputUIHints.DropDown,
        Options = ["", "application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain", "text/html", "text/json", "text/xml"],
        Order = 3)]
    public Input<string?>? ContentType { get; set; }

    /// <summary>Further headers by name.</summary>
    [Input(Description = "Further headers as a JSON object.", UIHint = InputUIHints.JsonEditor, Category = "Advanced", Order = 4)]
    public Input<DataObject?>? ResponseHeaders { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var status = StatusCode is null ? (int)HttpStatusCode.OK : (int)context.Get(StatusCode);
        if (status is < 200 or > 599) throw new InvalidOperationException($"{status} is not the status of a final answer; use 200 to 599.");
        var content = context.Get(Content);
        var (body, derived) = Encode(content);
        var contentType = context.Get(ContentType) is { Length: > 0 } given ? given : derived;
        context.Reply(new HttpReply(status, content is null ? null : contentType, Headers(context.Get(ResponseHeaders)), body));
        return ValueTask.CompletedTask;
    }

    private static (byte[] Body, string ContentType) Encode(object? content) => content switch
    {
        null => ([], "text/plain"),
        string text => (Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8"),
        byte[] bytes => (bytes, "application/octet-stream"),
        _ => (DataJson.ToUtf8(content), "application/json; charset=utf-8"),
    };

    private static IReadOnlyList<KeyValuePair<string, string>> Headers(DataObject? headers)
    {
        if (headers is null || headers.Count == 0) return [];
        var result = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in headers)
        {
            foreach (var item in value as IEnumerable<object?> ?? [value])
            {
                var text = item as string ?? DataJson.ToJson(item);
                HttpHeaderRules.Require(name, text);
                result.Add(new(name, text));
            }
        }

        return result;
    }
}
