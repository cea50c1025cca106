using System.Text;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Writes a mustache template as a script expression: names, sections, inverted sections and comments; no partials and no other delimiters.</summary>
internal static class MustacheScript
{
    /// <summary>Functions that the expression uses: the lookup of a name, outwards through the sections, and the escaping of text for HTML.</summary>
    public const string Helpers = """
        const look = (stack, name) => {
          if (name === '.') return stack[stack.length - 1];
          const path = name.split('.');
          if (path[0] === 'flow' || path[0] === 'global') return get(path[0] === 'flow' ? flow : global, path.slice(1));
          for (let i = stack.length - 1; i >= 0; i--) { const o = stack[i]; if (o !== null && typeof o === 'object' && path[0] in o) return get(o, path); }
          return undefined;
        };
        const raw = v => v === null || v === undefined ? '' : typeof v === 'object' ? JSON.stringify(v) : String(v);
        const html = v => raw(v).replace(/[&<>"'`=\/]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' })[c]);
        const each = (v, stack, body) => Array.isArray(v) ? v.map(i => body([...stack, i])).join('') : v || v === 0 ? body(typeof v === 'object' ? [...stack, v] : stack) : '';
        const none = (v, stack, body) => !v || (Array.isArray(v) && v.length === 0) ? body(stack) : '';

        """;

    private const int MostNesting = 32;

    /// <summary>The expression; <c>null</c> when the template uses what is not there.</summary>
    public static string? Write(string template, bool escapes)
    {
        var at = 0;
        return Section(template, ref at, closes: null, escapes, 0) is { } body && at >= template.Length ? $"(stack => {body})([msg])" : null;
    }

    private static string? Section(string template, ref int at, string? closes, bool escapes, int depth)
    {
        if (depth > MostNesting) return null;
        var parts = new List<string>();
        while (at < template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0) break;
            if (open > at) parts.Add(Js.Text(template[at..open]));
            var triple = template.AsSpan(open).StartsWith("{{{");
            var end = template.IndexOf(triple ? "}}}" : "}}", open, StringComparison.Ordinal);
            if (end < 0) return null;
            var tag = template[(open + (triple ? 3 : 2))..end].Trim();
            at = end + (triple ? 3 : 2);
            if (tag.Length == 0) return null;
            switch (triple ? '&' : tag[0])
            {
                case '!': break;
                case '>' or '=': return null;
                case '/':
                    return tag[1..].Trim() == closes ? Sum(parts) : null;
                case '#' or '^':
                    var name = tag[1..].Trim();
                    TrimLine(template, ref at, open, parts);
                    if (Section(template, ref at, name, escapes, depth + 1) is not { } inner) return null;
                    TrimAfter(template, ref at);
                    parts.Add($"{(tag[0] == '#' ? "each" : "none")}(look(stack, {Js.Text(name)}), stack, stack => {inner})");
                    break;
                case '&':
                    parts.Add($"raw(look(stack, {Js.Text(triple ? tag : tag[1..].Trim())}))");
                    break;
                default:
                    parts.Add($"{(escapes ? "html" : "raw")}(look(stack, {Js.Text(tag)}))");
                    break;
            }
        }

        if (closes is not null) return null;
        if (at < template.Length) parts.Add(Js.Text(template[at..]));
        at = template.Length;
        return Sum(parts);
    }

    // A section's tag alone on its line takes the line with it.
    private static void TrimLine(string template, ref int at, int open, List<string> parts)
    {
        var isLineStart = open == 0 || template[open - 1] == '\n';
        if (isLineStart && at < template.Length && template[at] == '\n') at++;
    }

    private static void TrimAfter(string template, ref int at)
    {
        var close = template.LastIndexOf("{{", Math.Max(0, at - 1), StringComparison.Ordinal);
        if (close >= 0 && (close == 0 || template[close - 1] == '\n') && at < template.Length && template[at] == '\n') at++;
    }

    private static string Sum(List<string> parts)
    {
        if (parts.Count == 0) return "''";
        var text = new StringBuilder(parts.Count == 1 ? "'' + " : "");
        return text.AppendJoin(" + ", parts).ToString();
    }
}
