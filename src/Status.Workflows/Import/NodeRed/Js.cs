using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Pieces of the scripts that an import writes.</summary>
internal static class Js
{
    /// <summary>Reads and writes members by a path; a value of undefined removes the member, as in Node-RED.</summary>
    public const string Helpers = """
        const get = (o, path) => { for (const k of path) { if (o === null || o === undefined) return undefined; o = o[k]; } return o; };
        const set = (o, path, value) => {
          for (let i = 0; i < path.length - 1; i++) {
            if (o[path[i]] === null || typeof o[path[i]] !== 'object') { if (value === undefined) return; o[path[i]] = typeof path[i + 1] === 'number' ? [] : {}; }
            o = o[path[i]];
          }
          const last = path[path.length - 1];
          if (value === undefined) delete o[last]; else o[last] = value;
        };
        const msg = variables.msg, flow = variables.flow, global = variables.global;

        """;

    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as a literal.</summary>
    public static string Text(string text) => Escaped(JsonSerializer.Serialize(text, _relaxed));

    /// <summary>A path such as <c>payload.items[0]['a b']</c> as a list of names; <c>null</c> when it is computed.</summary>
    public static string? Path(string path)
    {
        var names = new List<string>();
        for (var i = 0; i < path.Length;)
        {
            if (path[i] == '.')
            {
                i++;
                continue;
            }

            if (path[i] == '[')
            {
                var end = path.IndexOf(']', i);
                if (end < 0) return null;
                var inner = path[(i + 1)..end].Trim();
                if (inner.Length > 1 && inner[0] is '\'' or '"' && inner[^1] == inner[0]) names.Add(Text(inner[1..^1]));
                else if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) names.Add(index.ToString(CultureInfo.InvariantCulture));
                else return null;
                i = end + 1;
                continue;
            }

            var start = i;
            while (i < path.Length && path[i] is not ('.' or '[')) i++;
            names.Add(Text(path[start..i]));
        }

        return names.Count == 0 ? null : $"[{string.Join(", ", names)}]";
    }

    /// <summary>A value of JSON as an expression.</summary>
    public static string Literal(JsonNode? value) => value is null ? "null" : value is JsonValue ? Escaped(value.ToJsonString(_relaxed)) : $"({Escaped(value.ToJsonString(_relaxed))})";

    /// <summary>A key without the store that it names (<c>#:(file)::key</c>).</summary>
    public static string WithoutStore(string key) => key.StartsWith("#:(", StringComparison.Ordinal) && key.IndexOf(")::", StringComparison.Ordinal) is var end and > 0 ? key[(end + 3)..] : key;

    /// <summary>A typed value of Node-RED as an expression; <c>null</c> when there is none for it.</summary>
    public static string? Value(string type, string value) => type switch
    {
        "str" or "" => Text(value),
        "num" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : "NaN",
        "bool" => value == "true" ? "true" : "false",
        "null" => "null",
        "json" => IsJson(value) ? $"({value})" : null,
        "msg" => Path(value) is { } path ? $"get(msg, {path})" : null,
        "flow" or "global" => Path(value) is { } path ? $"get({type}, {path})" : null,
        "date" => value is "iso" ? "new Date().toISOString()" : value is "object" ? "new Date()" : "Date.now()",
        _ => null,
    };

    /// <summary>A template in which <c>{{a.b}}</c> stands for a member of the message, as an expression.</summary>
    public static string? Mustache(string template, bool escapes) => MustacheScript.Write(template, escapes);

    /// <summary>A time span such as 1.02:03:04.005.</summary>
    public static string Span(double milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, TimeSpan.FromDays(3650).TotalMilliseconds)).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>An id that definitions may have.</summary>
    public static string Id(string id)
    {
        var text = new StringBuilder(id.Length);
        foreach (var c in id) text.Append(char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_');
        return text.Length == 0 ? "_" : text.ToString();
    }

    private static string Escaped(string json) => json.Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
