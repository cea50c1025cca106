using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Sends one HTTP request through the guarded client. Every request carries <c>Idempotency-Key</c> (run, node, visit): a burst that is repeated after a crash sends the
/// same key, so the receiver can recognise it (draft-ietf-httpapi-idempotency-key-header).
/// </summary>
[Resilient("HTTP")]
public abstract class HttpRequestActivity : Activity
{
    /// <summary>Absolute http or https address.</summary>
    [Input(Description = "Absolute address, http or https.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 1)]
    public Input<string>? Url { get; set; }

    /// <summary>HTTP method; GET when not given.</summary>
    [Input(Description = "HTTP method.", UIHint = InputUIHints.DropDown, Options = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"], DefaultValue = "GET", Order = 2)]
    public Input<string>? Method { get; set; }

    /// <summary>Body.</summary>
    [Input(Description = "The body: text and bytes as they are, everything else as JSON (or as form fields when the content type says so).", UIHint = InputUIHints.MultiLine, Order = 3)]
    public Input<object?>? Content { get; set; }

    /// <summary>Media type of the body.</summary>
    [Input(
        Description = "Media type of the body; empty: application/json for objects, text/plain for text.",
        UIHint = InputUIHints.DropDown,
        Options = ["", "application/json", "application/xml", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain", "text/html", "text/json", "text/xml"],
        Order = 4)]
    public Input<string?>? ContentType { get; set; }

    /// <summary>Value of the <c>Authorization</c> header.</summary>
    [Input(Description = "Value of the Authorization header.", UIHint = InputUIHints.SingleLine, Category = "Security", IsSensitive = true, Order = 5)]
    public Input<string?>? Authorization { get; set; }

    /// <summary>Further headers.</summary>
    [Input(Description = "Further headers as a JSON object.", UIHint = InputUIHints.JsonEditor, Category = "Advanced", Order = 6)]
    public Input<DataObject?>? RequestHeaders { get; set; }

    /// <summary>HTTP status of the response.</summary>
    [Output(Description = "HTTP status of the response.")]
    public Output<int>? StatusCode { get; set; }

    /// <summary>Body: parsed JSON or text.</summary>
    [Output(Description = "The body: parsed when it is JSON, else text.")]
    public Output<object>? ParsedContent { get; set; }

    /// <summary>Headers of the response.</summary>
    [Output(Description = "Response headers by name.")]
    public Output<DataObject>? ResponseHeaders { get; set; }

    /// <summary>Status, headers and body together.</summary>
    [Output(Description = "Status, headers and body of the response.")]
    public Output<DataObject>? Result { get; set; }

    /// <summary>Sends the request and sets the outputs.</summary>
    /// <param name="context">The execution.</param>
    /// <param name="authorization">What is sent instead of <see cref="Authorization"/>.</param>
    /// <param name="cookie">What is sent as <c>Cookie</c>.</param>
    /// <returns>How it ended.</returns>
    private protected async ValueTask<HttpExchange> SendAsync(ActivityExecutionContext context, string? authorization = null, string? cookie = null)
    {
        var services = (Client: context.GetRequiredService<IHttpClientFactory>(), Options: context.GetRequiredService<IOptions<OutgoingHttpOptions>>().Value);
        using var request = Build(context, context.Get(Url), context.Get(Method), context.Get(Content), context.Get(ContentType), authorization ?? context.Get(Authorization), context.Get(RequestHeaders));
        if (cookie is { Length: > 0 }) Add(request, "Cookie", cookie);
        using var client = services.Client.CreateClient(OutgoingHttp.ClientName);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.CancellationToken);
            var body = await ReadAsync(response.Content, services.Options.MaxResponseBytes, context.CancellationToken);
            var headers = Headers(response);
            var status = (int)response.StatusCode;
            if (status >= 400) context.AskForRetry(Kinds(status), $"The answer had the status {status}.", RetryAfter(response.Headers.RetryAfter, context.TimeProvider));
            context.Set(StatusCode, (double)status);
            context.Set(ParsedContent, body);
            context.Set(ResponseHeaders, headers);
            context.Set(Result, new DataObject { ["statusCode"] = (double)status, ["headers"] = headers, ["body"] = body });
            return new HttpExchange(HttpExchangeEnd.Answered, status, null);
        }
        catch (HttpRequestException error)
        {
            context.AskForRetry(["Connect"], error.Message);
            return new HttpExchange(HttpExchangeEnd.FailedToConnect, 0, error.Message);
        }
        catch (OperationCanceledException error) when (!context.CancellationToken.IsCancellationRequested)
        {
            context.AskForRetry(["Timeout"], error.Message);
            return new HttpExchange(HttpExchangeEnd.TimedOut, 0, error.Message);
        }
    }

    private static string[] Kinds(int status) => [status.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{status / 100}xx")];

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, TimeProvider time)
    {
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Makes a request with its idempotency key.</summary>
    /// <exception cref="FormatException">The address or a header is not what HTTP allows.</exception>
    internal static HttpRequestMessage Build(
        ActivityExecutionContext context, string? url, string? method, object? content, string? contentType, string? authorization, DataObject? headers)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new FormatException($"'{url}' is not an absolute http or https address.");
        var request = new HttpRequestMessage(new HttpMethod(method is { Length: > 0 } ? method.ToUpperInvariant() : "GET"), uri) { Content = Body(content, contentType) };
        if (authorization is { Length: > 0 }) Add(request, "Authorization", authorization);
        foreach (var (name, value) in headers ?? []) Add(request, name, value as string ?? DataJson.ToJson(value));
        if (!request.Headers.Contains("Idempotency-Key")) Add(request, "Idempotency-Key", context.GetIdempotencyKey());
        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        HttpHeaderRules.Require(name, value);
        if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static ByteArrayContent? Body(object? content, string? contentType)
    {
        if (content is null) return null;
        var form = contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        var (bytes, derived) = content switch
        {
            byte[] raw => (raw, "application/octet-stream"),
            string text => (Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8"),
            IReadOnlyDictionary<string, object?> fields when form => (Encoding.UTF8.GetBytes(string.Join('&', fields.Select(Field))), contentType!),
            _ => (DataJson.ToUtf8(content), "application/json; charset=utf-8"),
        };
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType is { Length: > 0 } ? contentType : derived);
        return body;
    }

    private static string Field(KeyValuePair<string, object?> field) =>
        $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value as string ?? DataJson.ToJson(field.Value))}";

    private static async ValueTask<object?> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        using var buffer = await ReadBytesAsync(content, maxBytes, cancellationToken);
        if (buffer.Length == 0) return null;
        var mediaType = content.Headers.ContentType?.MediaType;
        var isJson = mediaType is "application/json" or "text/json" || mediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true;
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return isJson ? DataJson.Parse(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The body of an answer; longer ones than allowed count as a broken connection.</summary>
    internal static async ValueTask<MemoryStream> ReadBytesAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new MemoryStream();
        var chunk = new byte[16384];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > maxBytes)
                throw new HttpRequestException($"The response is larger than {maxBytes} bytes (Status:Http:MaxResponseBytes).");
            buffer.Write(chunk, 0, read);
        }

        return buffer;
    }

    private static DataObject Headers(HttpResponseMessage response) =>
        new(response.Headers.Concat(response.Content.Headers).Select(h => KeyValuePair.Create(h.Key, (object?)string.Join(", ", h.Value))));
}

/// <summary>How a request ended.</summary>
/// <param name="End">Whether there was an answer.</param>
/// <param name="StatusCode">Status of the answer; 0 when there was none.</param>
/// <param name="Problem">Why there was none.</param>
internal readonly record struct HttpExchange(HttpExchangeEnd End, int StatusCode, string? Problem);

/// <summary>Whether a request was answered.</summary>
internal enum HttpExchangeEnd
{
    /// <summary>An answer came, whatever its status.</summary>
    Answered,

    /// <summary>No connection, or it broke.</summary>
    FailedToConnect,

    /// <summary>No answer in time.</summary>
    TimedOut,
}
