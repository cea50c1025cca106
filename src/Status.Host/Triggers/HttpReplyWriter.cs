using Status.Workflows.Execution;

namespace Status.Host.Triggers;

/// <summary>Sends the answer that a run has committed.</summary>
internal static class HttpReplyWriter
{
    /// <summary>Writes status, headers and body; of an answer with an entity tag only what the caller lacks.</summary>
    public static async Task WriteAsync(HttpContext context, HttpReply reply, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var part = PartialReply.Of(context.Request, reply);
        response.StatusCode = part.StatusCode;
        if (reply.ContentType is not null && part.StatusCode is not (StatusCodes.Status304NotModified or StatusCodes.Status416RangeNotSatisfiable)) response.ContentType = reply.ContentType;
        for (var i = 0; i < reply.Headers.Count; i++) response.Headers.Append(reply.Headers[i].Key, reply.Headers[i].Value);
        if (part.ContentRange is not null) response.Headers.ContentRange = part.ContentRange;
        if (part.StatusCode == StatusCodes.Status304NotModified) return;
        response.ContentLength = part.Body.Length;
        if (!part.Body.IsEmpty && !HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(part.Body, cancellationToken);
    }
}
