using System.Buffers;
using System.Globalization;
using System.Text;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Expressions.JavaScript.Limits;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.Handlebars;

/// <summary>One rendering: its contexts and its budget.</summary>
internal sealed class TemplateRun : Budget
{
    private static readonly SearchValues<char> _escaped = SearchValues.Create("&<>\"'`=");

    private readonly StringBuilder _text = new();
    private readonly List<Context> _contexts = [];
    private (int Line, int Column) _place;

    public TemplateRun(Func<string, object?> root, ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        Begin(limits, host.Time, cancellationToken);
        _contexts.Add(new Context(null, root, null));
    }

    public override string ToString() => _text.ToString();

    public override ScriptException Limit(ScriptErrorKind kind, string message) => new(kind, message.Replace("The script", "The template", StringComparison.Ordinal), _place.Line, _place.Column);

    public ScriptException Wrong(string message) => new(ScriptErrorKind.Type, message, _place.Line, _place.Column);

    public void Render(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            _place = (node.Line, node.Column);
            Step();
            switch (node)
            {
                case TextNode text: Write(text.Text); break;
                case ValueNode value:
                    var shown = TextOf(Evaluate(value.Call));
                    Write(value.IsRaw ? shown : Escape(shown));
                    break;
                case BlockNode block: RenderBlock(block); break;
            }
        }
    }

    /// <summary>As Handlebars sees it: false, nothing, empty text, zero and an empty list are not.</summary>
    public static bool IsTruthy(object? value) => value switch
    {
        null or false => false,
        string text => text.Length > 0,
        double number => number != 0 && !double.IsNaN(number),
        long number => number != 0,
        decimal number => number != 0,
        DataArray items => items.Count > 0,
        _ => true,
    };

    /// <summary>A value as text: numbers as in scripts, times as ISO 8601, lists and objects as JSON.</summary>
    public string TextOf(object? value)
    {
        switch (value)
        {
            case null: return "";
            case string text: return text;
            case bool flag: return flag ? "true" : "false";
            case double number: return NumberText.Of(number);
            case DateTimeOffset time: return time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            case byte[] bytes:
                AllocateText(bytes.Length * 4L / 3);
                return Convert.ToBase64String(bytes);
            case DataObject or DataArray:
                var json = DataJson.ToJson(value);
                AllocateText(json.Length);
                return json;
            default: return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }

    public object? Evaluate(TemplateExpr expression)
    {
        Step();
        switch (expression)
        {
            case LiteralExpr literal: return literal.Value;
            case PathExpr path: return Read(path);
            case TemplateCall call:
                if (call.Arguments.Count > 0 && call.Helper is { } name && TemplateHelpers.Find(name) is { } helper) return helper(this, [.. call.Arguments.Select(Evaluate)]);
                return call.Arguments.Count == 0 ? Evaluate(call.Target) : throw Wrong($"There is no helper '{call.Helper}'. There are {TemplateHelpers.Names}.");
            default: return null;
        }
    }

    private void Write(string text)
    {
        AllocateText(text.Length);
        _text.Append(text);
    }

    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(_escaped)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#x27;"),
                '`' => escaped.Append("&#x60;"),
                '=' => escaped.Append("&#x3D;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private void RenderBlock(BlockNode block)
    {
        var name = block.Call.Helper;
        if (name is "if" or "unless" or "each" or "with" && block.Call.Arguments.Count != 1) throw Wrong($"{{{{#{name}}}}} takes one value.");
        switch (name)
        {
            case "if": Render(IsTruthy(Evaluate(block.Call.Arguments[0])) ? block.Body : block.Otherwise); break;
            case "unless": Render(IsTruthy(Evaluate(block.Call.Arguments[0])) ? block.Otherwise : block.Body); break;
            case "each": Each(block, Evaluate(block.Call.Arguments[0])); break;
            case "with": With(block, Evaluate(block.Call.Arguments[0])); break;
            default:
                var value = Evaluate(block.Call);
                if (value is DataArray) Each(block, value);
                else if (value is true) Render(block.Body);
                else With(block, value);
                break;
        }
    }

    private void With(BlockNode block, object? value)
    {
        if (!IsTruthy(value)) Render(block.Otherwise);
        else Inside(new Context(value, null, Named(block, value, null)), block.Body);
    }

    private void Each(BlockNode block, object? value)
    {
        if (value is DataArray { Count: > 0 } items)
        {
            for (var i = 0; i < items.Count; i++)
                Inside(new Context(items[i], null, Named(block, items[i], (double)i)) { Index = i, Key = (double)i, IsFirst = i == 0, IsLast = i == items.Count - 1 }, block.Body);
        }
        else if (value is DataObject { Count: > 0 } members)
        {
            var (i, count) = (0, members.Count);
            foreach (var (key, member) in members.ToList())
            {
                Inside(new Context(member, null, Named(block, member, key)) { Index = i, Key = key, IsFirst = i == 0, IsLast = i == count - 1 }, block.Body);
                i++;
            }
        }
        else
        {
            Render(block.Otherwise);
        }
    }

    private static Dictionary<string, object?>? Named(BlockNode block, object? value, object? key)
    {
        if (block.Names.Count == 0) return null;
        var names = new Dictionary<string, object?>(StringComparer.Ordinal) { [block.Names[0]] = value };
        if (block.Names.Count > 1) names[block.Names[1]] = key;
        return names;
    }

    private void Inside(Context context, IReadOnlyList<TemplateNode> body)
    {
        Step();
        CheckDepth(_contexts.Count);
        _contexts.Add(context);
        Render(body);
        _contexts.RemoveAt(_contexts.Count - 1);
    }

    private object? Read(PathExpr path)
    {
        var at = _contexts.Count - 1 - path.Up;
        if (at < 0) return null;
        var context = _contexts[at];
        if (path.IsData) return Data(context, at, path.Names);
        if (path.Names.Count == 0) return context.Value;
        var first = path.Names[0];
        if (!path.IsThis)
        {
            // The names that a block gives are seen in the blocks inside it.
            for (var i = at; i >= 0; i--)
            {
                if (_contexts[i].Names is { } names && names.TryGetValue(first, out var named)) return Follow(named, path.Names, 1);
            }
        }

        return context.Root is { } root ? Follow(root(first), path.Names, 1) : Follow(context.Value, path.Names, 0);
    }

    private object? Data(Context context, int at, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return null;
        if (names[0] == "root") return names.Count > 1 ? Follow(_contexts[0].Root!(names[1]), names, 2) : null;
        for (; at > 0 && context.Key is null; at--) context = _contexts[at - 1];
        return names[0] switch
        {
            "index" => context.Key is null ? null : (double)context.Index,
            "key" => context.Key,
            "first" => context.Key is not null && context.IsFirst,
            "last" => context.Key is not null && context.IsLast,
            _ => null,
        };
    }

    private static object? Follow(object? value, IReadOnlyList<string> names, int from)
    {
        for (var i = from; i < names.Count && value is not null; i++) value = TemplateHelpers.Member(value, names[i]);
        return value;
    }

    /// <summary>What a block makes of the names inside it.</summary>
    private sealed record Context(object? Value, Func<string, object?>? Root, Dictionary<string, object?>? Names)
    {
        public int Index { get; init; }

        public object? Key { get; init; }

        public bool IsFirst { get; init; }

        public bool IsLast { get; init; }
    }
}
