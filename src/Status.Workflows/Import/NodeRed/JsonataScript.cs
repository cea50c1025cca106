using System.Globalization;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// Expressions of JSONata as scripts: paths with filters, operators, conditions, lists, objects, and the functions of <see cref="JsonataFunctions"/>. What goes beyond (blocks, functions of one's
/// own, transforms, wildcards, patterns) is not converted.
/// </summary>
internal sealed class JsonataScript
{
    private static readonly Dictionary<string, int> _binding = new(StringComparer.Ordinal)
    {
        ["?"] = 20,
        ["or"] = 25,
        ["and"] = 30,
        ["="] = 40,
        ["!="] = 40,
        ["<"] = 40,
        ["<="] = 40,
        [">"] = 40,
        [">="] = 40,
        ["in"] = 40,
        ["&"] = 50,
        ["+"] = 50,
        ["-"] = 50,
        ["*"] = 60,
        ["/"] = 60,
        ["%"] = 60,
    };

    private readonly List<JsonataToken> _tokens;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private int _at;
    private int _names;
    private int _depth;

    private JsonataScript(List<JsonataToken> tokens) => _tokens = tokens;

    /// <summary>An expression on <c>msg</c>; <c>null</c> when the text is not converted.</summary>
    public static string? Write(string text)
    {
        if (text.Length > 10_000 || JsonataToken.Read(text) is not { } tokens) return null;
        var script = new JsonataScript(tokens);
        try
        {
            var written = script.Expression(0, "msg");
            if (script._at < tokens.Count) return null;
            return $"(() => {{ {JsonataFunctions.Of(script._used)} return {written}; }})()";
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private string Expression(int binding, string context)
    {
        if (++_depth > 100) throw new NotSupportedException();
        var left = Path(context);
        while (Peek is { IsText: false, Kind: not JsonataKind.Name } or { Text: "and" or "or" or "in", Kind: JsonataKind.Name })
        {
            var sign = Peek!.Value.Text;
            if (!_binding.TryGetValue(sign, out var power) || power <= binding) break;
            _at++;
            if (sign == "?")
            {
                var then = Expression(0, context);
                left = $"({Use("$boolean")}({left}) ? {then} : {(TakeIf(":") ? Expression(power - 1, context) : "undefined")})";
                continue;
            }

            left = Operation(sign, left, Expression(power, context));
        }

        _depth--;
        return left;
    }

    private string Operation(string sign, string left, string right) => sign switch
    {
        "and" => $"({Use("$boolean")}({left}) && {Use("$boolean")}({right}))",
        "or" => $"({Use("$boolean")}({left}) || {Use("$boolean")}({right}))",
        "=" => $"{Use("$same")}({left}, {right}, true)",
        "!=" => $"{Use("$same")}({left}, {right}, false)",
        "in" => $"{Use("$in")}({left}, {right})",
        "&" => $"({Use("$text")}({left}) + {Use("$text")}({right}))",
        "+" or "-" or "*" or "/" or "%" => $"{Use("$calc")}({left}, {right}, (a, b) => a {sign} b)",
        _ => $"{Use("$order")}({left}, {right}, (a, b) => a {sign} b)",
    };

    /// <summary>A value, its steps and their filters.</summary>
    private string Path(string context)
    {
        var token = Peek ?? throw new NotSupportedException();
        var value = token is { Kind: JsonataKind.Name } && token.Text is not ("true" or "false" or "null") ? Step(context) : Filtered(Primary(context));
        var steps = new List<string>();
        while (TakeIf("."))
        {
            var item = $"c{_names++}";
            steps.Add($"{item} => {(Peek is { Kind: JsonataKind.Name } ? Name(item) : Filtered(Primary(item)))}");
        }

        foreach (var (i, step) in steps.Index()) value = $"{Use("$step")}({value}, {step}, {(i == steps.Count - 1 ? "true" : "false")})";
        return value;
    }

    private string Step(string context)
    {
        var item = $"c{_names++}";
        return $"{Use("$step")}({context}, {item} => {Name(item)}, true)";
    }

    private string Name(string item) => Filtered($"{Use("$lookup")}({item}, {Js.Text(Take().Text)})");

    private string Filtered(string value)
    {
        while (TakeIf("["))
        {
            var item = $"c{_names++}";
            value = $"{Use("$filter")}({value}, {item} => {Expression(0, item)})";
            Expect("]");
        }

        return value;
    }

    private string Primary(string context)
    {
        var token = Take();
        switch (token.Kind)
        {
            case JsonataKind.Text:
                return Js.Text(token.Text);
            case JsonataKind.Number:
                return double.Parse(token.Text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            case JsonataKind.Name:
                return token.Text is "true" or "false" or "null" ? token.Text : throw new NotSupportedException();
            case JsonataKind.Variable when Peek is { Text: "(", IsText: false }:
                return Call(token.Text, context);
            case JsonataKind.Variable:
                return token.Text switch { "$" => context, "$$" => "msg", "$A" or "$I" or "$N" => token.Text, _ => throw new NotSupportedException() };
        }

        switch (token.Text)
        {
            case "-":
                return $"{Use("$calc")}(0, {Expression(70, context)}, (a, b) => a - b)";
            case "(":
                var inner = Expression(0, context);
                Expect(")");
                return $"({inner})";
            case "[":
                return $"{Use("$list")}([{string.Join(", ", Listed("]", () => Peek is { Text: "[", IsText: false } ? $"[{Expression(0, context)}]" : Expression(0, context)))}])";
            case "{":
                return $"{Use("$object")}([{string.Join(", ", Listed("}", () => Member(context)))}])";
            default:
                throw new NotSupportedException();
        }
    }

    private string Member(string context)
    {
        var key = Expression(0, context);
        Expect(":");
        return $"[{key}, {Expression(0, context)}]";
    }

    private string Call(string name, string context)
    {
        if (!JsonataFunctions.Has(name)) throw new NotSupportedException();
        Expect("(");
        var arguments = Listed(")", () => Expression(0, context));
        // Functions of one value take the context when none is given.
        if (arguments.Count == 0 && name is not ("$now" or "$millis")) arguments.Add(context);
        return $"{Use(name)}({string.Join(", ", arguments)})";
    }

    private List<string> Listed(string end, Func<string> read)
    {
        var items = new List<string>();
        if (TakeIf(end)) return items;
        do items.Add(read());
        while (TakeIf(","));
        Expect(end);
        return items;
    }

    private string Use(string function)
    {
        _used.Add(function);
        return function;
    }

    private JsonataToken? Peek => _at < _tokens.Count ? _tokens[_at] : null;

    private JsonataToken Take() => _at < _tokens.Count ? _tokens[_at++] : throw new NotSupportedException();

    private bool TakeIf(string sign)
    {
        if (Peek is not { Kind: JsonataKind.Sign } token || token.Text != sign) return false;
        _at++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!TakeIf(sign)) throw new NotSupportedException();
    }
}
