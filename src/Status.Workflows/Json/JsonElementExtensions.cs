using System.Text.Json;

namespace Status.Workflows.Json;

/// <summary>Reads members without throwing on other kinds of value.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The member, or undefined.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? TextOrNull(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>
    /// The list inside <c>{"$values":[…]}</c>, <c>{"_type":…,"items":[…]}</c> or <c>{"_type":…,"values":[…]}</c>, which older writers put around lists; other values as they are.
    /// </summary>
    public static JsonElement Unwrapped(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return element;
        foreach (var name in (ReadOnlySpan<string>)["$values", "items", "values"])
        {
            if (element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array) return list;
        }

        return element;
    }
}
