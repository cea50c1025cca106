using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Settings of a node without what may be a secret: a definition never holds one.</summary>
internal static class Secretless
{
    private static readonly string[] _names = ["password", "passwd", "secret", "token", "apikey", "privatekey", "credential", "authorization", "cookie", "accesskey", "passphrase", "pwd"];

    /// <summary>A copy in which secrets are left out, also of settings that are JSON within a text.</summary>
    public static JsonObject Copy(JsonObject settings)
    {
        var copy = (JsonObject)settings.DeepClone();
        copy.Remove(RedNode.FlowMember);
        Clean(copy);
        return copy;
    }

    private static void Clean(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Clean(item);
            return;
        }

        if (node is not JsonObject members) return;
        // An entry of a list of variables names its kind.
        if (members["type"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String && kind.GetValue<string>() == "cred") members.Remove("value");
        foreach (var (name, value) in members.ToArray())
        {
            if (IsSecret(name) && value is not JsonObject { Count: > 0 } || name == "credentials") members.Remove(name);
            else if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && Inner(text.GetValue<string>()) is { } inner) members[name] = Cleaned(inner);
            else Clean(value);
        }
    }

    private static bool IsSecret(string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return Array.Exists(_names, n => plain.Contains(n, StringComparison.OrdinalIgnoreCase));
    }

    private static string Cleaned(JsonNode inner)
    {
        Clean(inner);
        return inner.ToJsonString();
    }

    private static JsonNode? Inner(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{") && !text.AsSpan().TrimStart().StartsWith("[")) return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
