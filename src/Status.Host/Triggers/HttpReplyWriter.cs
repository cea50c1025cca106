using Status.Workflows.Execution;

namespace Status.Host.Triggers;

/// <summary>Sends the answer that a run has committed.</summary>
internal static class HttpReplyWriter
{
    /// <summary>Writes status, headers and body.</summary>
    public static async Task WriteAsync(HttpResponse response, HttpReply reply, CancellationToken cancellationToken)
    {
        response.StatusCode = reply.StatusCode;
        if (reply.ContentType is not null) response.ContentType = reply.ContentType;
        for (var i = 0; i < reply.Headers.Count; i++) response.Headers.Append(reply.Headers[i].Key, reply.Headers[i].Value);
        response.ContentLength = reply.Body.Length;
        if (!reply.Body.IsEmpty) await response.Body.WriteAsync(reply.Body, cancellationToken);
    }
}
