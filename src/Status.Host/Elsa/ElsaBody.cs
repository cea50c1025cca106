using System.Text.Json;

namespace Status.Host.Elsa;

/// <summary>Bodies of the designer's requests: JSON objects whose member names may have either case.</summary>
internal static class ElsaBody
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 64 };

    /// <summary>Reads a body; an empty one is undefined. The element stays valid after the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="errors">Takes the error when the body is no JSON.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, ElsaErrors errors, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        if (buffer.Length == 0) return default;
        try
        {
            buffer.Position = 0;
            using var document = await JsonDocument.ParseAsync(buffer, _options, cancellationToken);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            errors.Add("modelBindingError", $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
            return default;
        }
    }

    /// <summary>A list of texts in a body; <c>null</c> when it is absent.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">Name of the member, in any case.</param>
    /// <param name="errors">Takes the error when it is something else.</param>
    public static IReadOnlyList<string>? Texts(JsonElement body, string name, ElsaErrors errors)
    {
        if (!TryGet(body, name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText)) return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        errors.Add(name, "The value must be a list of texts without NUL.");
        return null;
    }

    /// <summary>A text in a body; <c>null</c> when it is absent.</summary>
    /// <inheritdoc cref="Texts"/>
    public static string? Text(JsonElement body, string name, ElsaErrors errors)
    {
        if (!TryGet(body, name, out var value)) return null;
        if (IsText(value)) return value.GetString();
        errors.Add(name, "The value must be a text without NUL.");
        return null;
    }

    /// <summary>A member by its name in any case; <c>false</c> when it is absent or null.</summary>
    /// <param name="body">The body.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The member.</param>
    public static bool TryGet(JsonElement body, string name, out JsonElement value)
    {
        value = default;
        if (body.ValueKind != JsonValueKind.Object) return false;
        foreach (var member in body.EnumerateObject())
        {
            if (!string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase) || member.Value.ValueKind == JsonValueKind.Null) continue;
            value = member.Value;
            return true;
        }

        return false;
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && !value.GetString()!.Contains('\0', StringComparison.Ordinal);
}
