using System.Text.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>The JSON body of a request, parsed once. Members are found whatever the case of their names, as Elsa's server does.</summary>
internal static class RequestJson
{
    private static readonly JsonElement _empty = JsonSerializer.SerializeToElement(new { });

    /// <summary>Reads the body; an empty object when there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The largest body; a larger one is answered with 413.</param>
    /// <param name="maxDepth">The deepest nesting.</param>
    /// <exception cref="JsonException">The body is no JSON object.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, long maxBytes, int maxDepth = 64)
    {
        if (request.ContentLength is 0) return _empty;
        if (request.ContentLength > maxBytes) throw TooLarge(maxBytes);
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, maxBytes));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > maxBytes) throw TooLarge(maxBytes);
            buffer.Write(chunk, 0, read);
        }

        return buffer.Length == 0 ? _empty : Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), maxDepth);
    }

    /// <summary>Parses an object; two members of one name are refused.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("A JSON object is expected.");
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException unreadable)
        {
            // The search for members of the same name reads every name.
            throw new JsonException("The name of a member holds half of a surrogate pair, which is no character.", unreadable);
        }
    }

    /// <summary>A member whatever the case of its name; undefined when there is none.</summary>
    public static JsonElement Get(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return default;
        if (element.TryGetProperty(name, out var exact)) return exact;
        foreach (var member in element.EnumerateObject())
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        return default;
    }

    /// <summary>A text member; <c>null</c> when it is missing, null or empty.</summary>
    /// <exception cref="JsonException">It is another kind of value.</exception>
    public static string? GetText(this JsonElement element, string name)
    {
        var value = element.Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String) throw new JsonException($"'{name}' must be a text.");
        var text = ReadText(value, name);
        return text.Length == 0 ? null : text;
    }

    /// <summary>A list of texts; empty when it is missing or null, and without the entries that are null.</summary>
    /// <exception cref="JsonException">It is another kind of value.</exception>
    public static IReadOnlyList<string> GetTexts(this JsonElement element, string name)
    {
        var value = element.Get(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(e => e.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            throw new JsonException($"'{name}' must be a list of texts.");
        return [.. value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => ReadText(e, name)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A flag; <c>false</c> when it is missing or null.</summary>
    /// <exception cref="JsonException">It is another kind of value.</exception>
    public static bool GetFlag(this JsonElement element, string name) => element.Get(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Undefined or JsonValueKind.Null => false,
        _ => throw new JsonException($"'{name}' must be true or false."),
    };

    private static string ReadText(JsonElement value, string name)
    {
        try
        {
            var text = value.GetString()!;
            // The store cannot keep it.
            return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException($"'{name}' holds a NUL character.") : text;
        }
        catch (InvalidOperationException unreadable)
        {
            throw new JsonException($"'{name}' holds half of a surrogate pair, which is no character.", unreadable);
        }
    }

    private static BadHttpRequestException TooLarge(long maxBytes) => new($"The body has more than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
