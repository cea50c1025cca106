using Microsoft.Net.Http.Headers;
using Status.Workflows.Execution;

namespace Status.Host.Triggers;

/// <summary>What of a committed answer goes to this caller: all of it, a part (RFC 9110 §14), or nothing because the caller has it (§13).</summary>
/// <param name="StatusCode">The answer's own, 206, 304 or 416.</param>
/// <param name="Body">The bytes to send.</param>
/// <param name="ContentRange">Value of <c>Content-Range</c>; <c>null</c> when the whole is sent.</param>
internal readonly record struct PartialReply(int StatusCode, ReadOnlyMemory<byte> Body, string? ContentRange)
{
    /// <summary>Decides by the caller's conditions. Only answers with an entity tag have any.</summary>
    public static PartialReply Of(HttpRequest request, HttpReply reply)
    {
        var whole = new PartialReply(reply.StatusCode, reply.Body, null);
        if (reply.StatusCode != StatusCodes.Status200OK || Header(reply, HeaderNames.ETag) is not { } tag) return whole;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return whole;
        var known = request.Headers.IfNoneMatch;
        if (known.Count > 0 && EntityTagHeaderValue.TryParse(tag, out var current) && EntityTagHeaderValue.TryParseList(known, out var tags)
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(current, useStrongComparison: false)))
            return new PartialReply(StatusCodes.Status304NotModified, default, null);
        return Header(reply, HeaderNames.AcceptRanges) == "bytes" ? Part(request, reply, tag) ?? whole : whole;
    }

    private static PartialReply? Part(HttpRequest request, HttpReply reply, string tag)
    {
        // Several ranges at once are legal to answer as a whole, and nobody's download manager needs them.
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var ranges) || ranges.Unit != "bytes" || ranges.Ranges.Count != 1) return null;
        if (request.Headers.IfRange.ToString() is { Length: > 0 } condition && condition != tag) return null;
        var (length, range) = ((long)reply.Body.Length, ranges.Ranges.First());
        var from = range.From ?? Math.Max(0, length - range.To!.Value);
        var to = range.From is null ? length - 1 : Math.Min(range.To ?? (length - 1), length - 1);
        if (from >= length || from > to) return new PartialReply(StatusCodes.Status416RangeNotSatisfiable, default, $"bytes */{length}");
        return new PartialReply(StatusCodes.Status206PartialContent, reply.Body.Slice((int)from, (int)(to - from + 1)), $"bytes {from}-{to}/{length}");
    }

    private static string? Header(HttpReply reply, string name)
    {
        for (var i = 0; i < reply.Headers.Count; i++)
            if (string.Equals(reply.Headers[i].Key, name, StringComparison.OrdinalIgnoreCase)) return reply.Headers[i].Value;
        return null;
    }
}
