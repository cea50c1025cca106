using System.Text.Json;

namespace Status.Workflows.Json;

/// <summary>Finds values that are valid JSON but no text: .NET throws when one is read, wherever that happens to be. Names of members were read by the parser.</summary>
internal static class UnreadableText
{
    /// <summary>The path of the first one; <c>null</c> when all can be read.</summary>
    public static string? Find(JsonElement element, string path = "$")
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: return IsReadable(element) ? null : path;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (Find(item, $"{path}[{index++}]") is { } found) return found;
                }

                return null;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (Find(member.Value, $"{path}.{member.Name}") is { } found) return found;
                }

                return null;
            default: return null;
        }
    }

    private static bool IsReadable(JsonElement text)
    {
        try
        {
            _ = text.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
