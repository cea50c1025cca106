using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Downloads a file through the guarded client. Outcomes as <see cref="FlowSendHttpRequest"/>: the matching expected status or <c>Unmatched status code</c>, always with <c>Done</c>; <c>Failed to
/// connect</c>; <c>Timeout</c>. The file is data (see <see cref="HttpFile"/>); its size is limited by <see cref="OutgoingHttpOptions.MaxResponseBytes"/>.
/// </summary>
[Activity("Elsa", "HTTP", "Downloads a file from an address.", DisplayName = "Download File", Kind = ActivityKind.Task)]
[FlowNode("Unmatched status code", "Failed to connect", "Timeout", "Done")]
public sealed class DownloadHttpFile : Activity
{
    private static readonly double[] _ok = [200];

    /// <summary>Absolute http or https address.</summary>
    [Input(DisplayName = "URL", Description = "Address of the file, http or https.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 1)]
    public Input<string>? Url { get; set; }

    /// <summary>HTTP method; GET when not given.</summary>
    [Input(Description = "HTTP method.", UIHint = InputUIHints.DropDown, Options = ["GET", "POST", "PUT"], DefaultValue = "GET", Order = 2)]
    public Input<string>? Method { get; set; }

    /// <summary>Statuses that have an outcome of their own; 200 when not given.</summary>
    [Input(Description = "Statuses that get an outcome of their own; 200 when empty.", UIHint = InputUIHints.MultiText, Order = 3)]
    public Input<int[]?>? ExpectedStatusCodes { get; set; }

    /// <summary>Body of the request.</summary>
    [Input(Name = "Content", DisplayName = "Request Content", Description = "The body of the request: text and bytes as they are, everything else as JSON.", UIHint = InputUIHints.SingleLine, Order = 4)]
    public Input<object?>? RequestContent { get; set; }

    /// <summary>Media type of the body.</summary>
    [Input(
        DisplayName = "Content Type",
        Description = "Media type of the request's body.",
        UIHint = InputUIHints.DropDown,
        Options = ["", "application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain", "text/html", "text/json", "text/xml"],
        Order = 5)]
    public Input<string?>? RequestContentType { get; set; }

    /// <summary>Value of the <c>Authorization</c> header.</summary>
    [Input(Description = "Value of the Authorization header.", UIHint = InputUIHints.SingleLine, Category = "Security", IsSensitive = true, Order = 6)]
    public Input<string?>? Authorization { get; set; }

    /// <summary>Further headers.</summary>
    [Input(Description = "Further headers as a JSON object.", UIHint = InputUIHints.JsonEditor, Category = "Advanced", Order = 7)]
    public Input<DataObject?>? RequestHeaders { get; set; }

    /// <summary>Status and headers together.</summary>
    [Output(Description = "Status and headers of the answer.")]
    public Output<DataObject>? Response { get; set; }

    /// <summary>HTTP status of the answer.</summary>
    [Output(Description = "HTTP status of the answer.")]
    public Output<int>? StatusCode { get; set; }

    /// <summary>The bytes; the engine's values know no streams.</summary>
    [Output(Description = "The bytes of the file; a stream is not a value here.")]
    public Output<byte[]>? ResponseContentStream { get; set; }

    /// <summary>The bytes.</summary>
    [Output(Description = "The bytes of the file.")]
    public Output<byte[]>? ResponseContentBytes { get; set; }

    /// <summary>Headers of the answer.</summary>
    [Output(Description = "Headers of the answer by name.")]
    public Output<DataObject>? ResponseHeaders { get; set; }

    /// <summary>Headers that describe the content.</summary>
    [Output(Description = "Headers that describe the content, by name.")]
    public Output<DataObject>? ResponseContentHeaders { get; set; }

    /// <summary>The file.</summary>
    [Output(Description = "The file: filename, contentType, size, content (bytes) and entityTag.")]
    public Output<DataObject>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var maxBytes = context.GetRequiredService<IOptions<OutgoingHttpOptions>>().Value.MaxResponseBytes;
        using var request = HttpRequestActivity.Build(
            context, context.Get(Url), context.Get(Method), context.Get(RequestContent), context.Get(RequestContentType), context.Get(Authorization), context.Get(RequestHeaders));
        using var client = context.GetRequiredService<IHttpClientFactory>().CreateClient(OutgoingHttp.ClientName);
        string outcome;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.CancellationToken);
            using var buffer = await HttpRequestActivity.ReadBytesAsync(response.Content, maxBytes, context.CancellationToken);
            outcome = Take(context, response, buffer.ToArray(), request.RequestUri!);
        }
        catch (HttpRequestException error)
        {
            context.JournalData["Problem"] = error.Message;
            await context.CompleteActivityWithOutcomesAsync("Failed to connect");
            return;
        }
        catch (OperationCanceledException error) when (!context.CancellationToken.IsCancellationRequested)
        {
            context.JournalData["Problem"] = error.Message;
            await context.CompleteActivityWithOutcomesAsync("Timeout");
            return;
        }

        await context.CompleteActivityWithOutcomesAsync(outcome, "Done");
    }

    private string Take(ActivityExecutionContext context, HttpResponseMessage response, byte[] bytes, Uri address)
    {
        var status = (int)response.StatusCode;
        var (headers, contentHeaders) = (Headers(response.Headers), Headers(response.Content.Headers));
        var file = new HttpFile(NameOf(response, address), response.Content.Headers.ContentType?.ToString(), bytes, response.Headers.ETag?.Tag);
        context.Set(StatusCode, (double)status);
        context.Set(Response, new DataObject { ["statusCode"] = (double)status, ["headers"] = headers, ["contentHeaders"] = contentHeaders });
        context.Set(ResponseHeaders, headers);
        context.Set(ResponseContentHeaders, contentHeaders);
        if (ResponseContentStream?.Target is not null) context.Set(ResponseContentStream, bytes);
        if (ResponseContentBytes?.Target is not null) context.Set(ResponseContentBytes, bytes);
        context.Set(Result, file.ToData());
        // Kept once in the run's outputs: bytes are bound to a variable when a designer asks for them, and stand in Result anyway.
        return (context.Get(ExpectedStatusCodes) is { Length: > 0 } expected ? expected.Contains(status) : _ok.Contains(status))
            ? status.ToString(CultureInfo.InvariantCulture)
            : "Unmatched status code";
    }

    /// <summary>The name that the sender gives, without folders, else the last part of the address.</summary>
    private static string? NameOf(HttpResponseMessage response, Uri address)
    {
        var given = response.Content.Headers.ContentDisposition is { } disposition ? (disposition.FileNameStar ?? disposition.FileName)?.Trim('"') : null;
        var name = string.IsNullOrWhiteSpace(given) ? Uri.UnescapeDataString(address.Segments[^1]) : given;
        name = name.Split('/', '\\')[^1].Trim();
        return name.Length == 0 ? null : name;
    }

    private static DataObject Headers(HttpHeaders headers) => new(headers.Select(h => KeyValuePair.Create(h.Key, (object?)string.Join(", ", h.Value))));
}
