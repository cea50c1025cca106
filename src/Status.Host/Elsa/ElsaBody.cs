using System.Text.Json;

namespace Status.Host.Elsa;

/// <summary>Bodies of the designer's requests: JSON objects whose member names may have either case.</summary>
internal static class ElsaBody
{
    private const long MostBytes = 1 << 20;

    /// <summary>Reads a body; an empty one is undefined. The element stays valid after the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="errors">Takes the error when the body is no JSON.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, ElsaErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            var body = await Definitions.RequestJson.ReadAsync(request, MostBytes);
            cancellationToken.ThrowIfCancellationRequested();
            return body;
        }
        catch (JsonException e)
        {
            errors.Add("modelBindingError", $"The body is not the JSON object that this address expects, at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}. {e.Message}");
            return default;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            errors.Add(ElsaErrors.General, e.Message);
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

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && Read(value) is { } text && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>The text of a value; <c>null</c> when it holds half of a surrogate pair, which is no character.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
