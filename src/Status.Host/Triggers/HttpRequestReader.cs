using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;

namespace Status.Host.Triggers;

/// <summary>Turns an HTTP request into the data that an HTTP endpoint activity receives.</summary>
internal static class HttpRequestReader
{
    private static readonly HashSet<string> _hidden = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Proxy-Authorization", "X-Access-Token" };

    /// <summary>
    /// Reads method, path, route values, query, headers and body. Credentials in headers are left out: they have served their purpose and would
    /// otherwise end up in variables and journals.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="route">Values of the route's parameters.</param>
    /// <param name="maxBodyBytes">Largest body.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <param name="takesTooLarge">A body that is too large is left out and noted as <c>refused</c> instead of being an error.</param>
    /// <exception cref="BadHttpRequestException">The body is larger than <paramref name="maxBodyBytes"/> (413) or not what its content type says (400).</exception>
    public static async ValueTask<DataObject> ReadAsync(HttpRequest request, RouteValueDictionary? route, long maxBodyBytes, CancellationToken cancellationToken, bool takesTooLarge = false)
    {
        var headers = new DataObject();
        foreach (var (name, values) in request.Headers)
            if (!_hidden.Contains(name)) headers[name] = One(values);

        var query = new DataObject();
        foreach (var (name, values) in request.Query)
            if (name != "access_token") query[name] = One(values);

        var routeValues = new DataObject();
        foreach (var (name, value) in route ?? []) routeValues[name] = value?.ToString();

        var result = new DataObject
        {
            ["method"] = request.Method,
            ["path"] = request.Path.Value,
            ["route"] = routeValues,
            ["query"] = query,
            ["headers"] = headers,
            ["contentType"] = request.ContentType,
            ["body"] = null,
        };
        try
        {
            if (request.ContentLength > maxBodyBytes) throw TooLarge(maxBodyBytes);
            if (MultipartForm.Is(request.ContentType)) await ReadFormAsync(request, result, maxBodyBytes, cancellationToken);
            else result["body"] = await ReadBodyAsync(request, maxBodyBytes, cancellationToken);
        }
        catch (BadHttpRequestException error) when (takesTooLarge && error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            result["refused"] = new UploadProblem(UploadRules.RequestTooLarge, error.StatusCode, error.Message).ToData();
        }

        return result;
    }

    private static async ValueTask ReadFormAsync(HttpRequest request, DataObject result, long maxBodyBytes, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(request.Body, request.ContentLength, maxBodyBytes, cancellationToken);
        var (fields, files) = await MultipartForm.ReadAsync(request.ContentType!, bytes, cancellationToken);
        result["body"] = fields;
        result["files"] = files;
    }

    private static async ValueTask<object?> ReadBodyAsync(HttpRequest request, long maxBodyBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"))) return null;
        var bytes = await ReadBytesAsync(request.Body, request.ContentLength, maxBodyBytes, cancellationToken);
        if (bytes.Length == 0) return null;
        var mediaType = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        switch (mediaType)
        {
            case "application/json" or "text/json":
            case not null when mediaType.EndsWith("+json", StringComparison.Ordinal):
                try
                {
                    return DataJson.Parse(bytes.Span);
                }
                catch (JsonException error)
                {
                    throw new BadHttpRequestException($"The body is not valid JSON: {error.Message}", StatusCodes.Status400BadRequest, error);
                }

            case "application/x-www-form-urlencoded":
                var form = new DataObject();
                foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes.Span))) form[name] = One(values);
                return form;
            case null or "application/xml":
            case not null when mediaType.StartsWith("text/", StringComparison.Ordinal):
                return Encoding.UTF8.GetString(bytes.Span);
            default:
                return bytes.ToArray();
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(Stream body, long? length, long maxBodyBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[length ?? 4096];
        var count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                if (count == length) break;
                if (count > maxBodyBytes) throw TooLarge(maxBodyBytes);
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = await body.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0) break;
            count += read;
        }

        return count > maxBodyBytes ? throw TooLarge(maxBodyBytes) : buffer.AsMemory(0, count);
    }

    private static object? One(StringValues values) => values.Count switch
    {
        0 => null,
        1 => values[0],
        _ => new DataArray(values),
    };

    private static BadHttpRequestException TooLarge(long limit) =>
        new($"The body is larger than the {limit} bytes this endpoint accepts.", StatusCodes.Status413PayloadTooLarge);
}
