using System.Text;
using System.Text.RegularExpressions;
using Status.Workflows.Expressions.JavaScript.Patterns;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Methods of texts that take patterns.</summary>
internal static class PatternText
{
    public static DataValue Match(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = TextMethods.This(run, self);
        var pattern = ToPattern(run, arguments.Arg(0), "");
        if (!pattern.Code.IsGlobal) return PatternMethods.Next(run, pattern, text) is { } match ? PatternMethods.ToResult(run, pattern.Code, match, text) : DataValue.Null;
        var found = Lib.NewArray(run, 0);
        foreach (var each in All(run, pattern, text)) Access.Push(run, found, run.Text(each.Value));
        return found.Count == 0 ? DataValue.Null : Lib.Of(found);
    }

    public static DataValue MatchAll(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = TextMethods.This(run, self);
        var pattern = ToPattern(run, arguments.Arg(0), "g");
        if (!pattern.Code.IsGlobal) throw run.TypeError("matchAll needs a pattern with the flag g.");
        var copy = new PatternValue(pattern.Code) { LastIndex = pattern.LastIndex };
        return Iteration.Iterator(All(run, copy, text, copy.LastIndex).Select(m => PatternMethods.ToResult(run, copy.Code, m, text)));
    }

    public static DataValue Search(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = TextMethods.This(run, self);
        var match = ToPattern(run, arguments.Arg(0), "").Code.Match(run, text, 0);
        return DataValue.Of(match.Success ? (double)match.Index : -1);
    }

    public static DataValue Replace(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => ReplaceIn(run, self, arguments, all: false);

    public static DataValue ReplaceAll(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => ReplaceIn(run, self, arguments, all: true);

    public static DataValue Split(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = TextMethods.This(run, self);
        var limit = arguments.Arg(1).IsUndefined ? uint.MaxValue : (uint)Coerce.ToInt32(run, arguments[1]);
        var parts = Lib.NewArray(run, 0);
        if (limit == 0) return Lib.Of(parts);
        if (arguments.Arg(0).IsUndefined) Access.Push(run, parts, Lib.Of(text));
        else if (arguments[0].Ref is PatternValue pattern) SplitByPattern(run, pattern, text, limit, parts);
        else SplitByText(run, Coerce.ToText(run, arguments[0]), text, limit, parts);
        return Lib.Of(parts);
    }

    private static PatternValue ToPattern(Run run, in DataValue value, string flags)
    {
        if (value.Ref is PatternValue pattern) return pattern;
        ReadOnlySpan<DataValue> parts = [value, Lib.Of(flags)];
        return (PatternValue)PatternMethods.Constructor.Construct!(run, default, parts).Ref!;
    }

    private static IEnumerable<Match> All(Run run, PatternValue pattern, string text, double from = 0)
    {
        pattern.LastIndex = from;
        while (PatternMethods.Next(run, pattern, text) is { } match)
        {
            run.Step();
            if (match.Length == 0) pattern.LastIndex = After(pattern.Code, text, match.Index);
            yield return match;
        }
    }

    private static int After(PatternCode code, string text, int index) =>
        code.IsUnicode && index + 1 < text.Length && char.IsHighSurrogate(text[index]) && char.IsLowSurrogate(text[index + 1]) ? index + 2 : index + 1;

    private static void SplitByText(Run run, string separator, string text, uint limit, DataArray parts)
    {
        run.Charge(text.Length >> 3);
        if (separator.Length == 0)
        {
            for (var i = 0; i < text.Length && parts.Count < limit; i++) Access.Push(run, parts, TextMethods.Char(text[i]));
            return;
        }

        var from = 0;
        while (parts.Count < limit)
        {
            var at = text.IndexOf(separator, from, StringComparison.Ordinal);
            Access.Push(run, parts, run.Text(at < 0 ? text[from..] : text[from..at]));
            if (at < 0) return;
            from = at + separator.Length;
        }
    }

    private static void SplitByPattern(Run run, PatternValue pattern, string text, uint limit, DataArray parts)
    {
        var code = pattern.Code;
        if (text.Length == 0)
        {
            if (!code.Match(run, text, 0).Success) Access.Push(run, parts, Lib.Of(text));
            return;
        }

        var (from, search) = (0, 0);
        while (search < text.Length)
        {
            run.Step();
            var match = code.Match(run, text, search);
            if (!match.Success || match.Index >= text.Length) break;
            var end = match.Index + match.Length;
            if (end == from || (match.Length == 0 && match.Index == from))
            {
                search = After(code, text, Math.Max(search, match.Index));
                continue;
            }

            Access.Push(run, parts, run.Text(text[from..match.Index]));
            if (parts.Count >= limit) return;
            for (var group = 1; group <= code.GroupCount; group++)
            {
                Access.Push(run, parts, PatternMethods.Group(run, match, group));
                if (parts.Count >= limit) return;
            }

            from = end;
            search = match.Length == 0 ? After(code, text, end) : end;
        }

        Access.Push(run, parts, run.Text(text[from..]));
    }

    private static DataValue ReplaceIn(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments, bool all)
    {
        var text = TextMethods.This(run, self);
        var function = arguments.Arg(1).Ref as FunctionValue;
        var template = function is null ? Coerce.ToText(run, arguments.Arg(1)) : "";
        var result = new StringBuilder();
        var from = 0;
        if (arguments.Arg(0).Ref is PatternValue pattern)
        {
            if (all && !pattern.Code.IsGlobal) throw run.TypeError("replaceAll needs a pattern with the flag g.");
            var matches = pattern.Code.IsGlobal ? All(run, pattern, text) : PatternMethods.Next(run, pattern, text) is { } only ? [only] : [];
            foreach (var match in matches.ToList())
            {
                var replacement = function is null ? Expand(run, template, text, match.Index, match.Value, match, pattern.Code) : CallBack(run, function, text, match, pattern.Code);
                Append(run, result, text.AsSpan(from, match.Index - from), replacement);
                from = match.Index + match.Length;
            }
        }
        else
        {
            var needle = Coerce.ToText(run, arguments.Arg(0));
            run.Charge(text.Length >> 4);
            for (var at = text.IndexOf(needle, StringComparison.Ordinal); at >= 0; at = Next(text, needle, at))
            {
                run.Step();
                var replacement = function is null ? Expand(run, template, text, at, needle, null, null)
                    : Coerce.ToText(run, function.Call(run, default, [Lib.Of(needle), DataValue.Of((double)at), Lib.Of(text)]));
                Append(run, result, text.AsSpan(from, at - from), replacement);
                from = at + needle.Length;
                if (!all) break;
            }
        }

        if (from == 0 && result.Length == 0) return Lib.Of(text);
        Append(run, result, text.AsSpan(from), "");
        return Lib.Of(result.ToString());
    }

    private static int Next(string text, string needle, int at)
    {
        var from = at + Math.Max(1, needle.Length);
        return from > text.Length ? -1 : text.IndexOf(needle, from, StringComparison.Ordinal);
    }

    private static void Append(Run run, StringBuilder result, ReadOnlySpan<char> kept, string added)
    {
        run.AllocateText(2L * (kept.Length + added.Length));
        result.Append(kept).Append(added);
    }

    private static string CallBack(Run run, FunctionValue function, string text, Match match, PatternCode code)
    {
        var arguments = new List<DataValue>();
        for (var group = 0; group <= code.GroupCount; group++) arguments.Add(PatternMethods.Group(run, match, group));
        arguments.Add(DataValue.Of((double)match.Index));
        arguments.Add(Lib.Of(text));
        if (code.HasNames) arguments.Add(PatternMethods.Groups(run, code, match));
        return Coerce.ToText(run, function.Call(run, default, arguments.ToArray()));
    }

    /// <summary>The <c>$</c> forms of a replacement text (ECMA-262 §22.1.3.19.1).</summary>
    private static string Expand(Run run, string template, string text, int at, string matched, Match? match, PatternCode? code)
    {
        if (!template.Contains('$', StringComparison.Ordinal)) return template;
        var result = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            var next = i + 1 < template.Length ? template[i + 1] : '\0';
            if (c != '$' || next == '\0')
            {
                result.Append(c);
                continue;
            }

            var before = result.Length;
            i += Form(result, template, i + 1, next, text, at, matched, match, code);
            run.Allocate(2L * (result.Length - before));
        }

        return result.ToString();
    }

    private static int Form(StringBuilder result, string template, int i, char next, string text, int at, string matched, Match? match, PatternCode? code)
    {
        switch (next)
        {
            case '$': result.Append('$'); return 1;
            case '&': result.Append(matched); return 1;
            case '`': result.Append(text, 0, at); return 1;
            case '\'': result.Append(text, at + matched.Length, text.Length - at - matched.Length); return 1;
            case >= '0' and <= '9' when match is not null:
                var two = i + 1 < template.Length && char.IsAsciiDigit(template[i + 1]) ? ((next - '0') * 10) + (template[i + 1] - '0') : 0;
                if (two >= 1 && two <= code!.GroupCount)
                {
                    result.Append(match.Groups[two].Value);
                    return 2;
                }

                if (next - '0' < 1 || next - '0' > code!.GroupCount) break;
                result.Append(match.Groups[next - '0'].Value);
                return 1;
            case '<' when code is { HasNames: true } && template.IndexOf('>', i) is > 0 and var end:
                var name = template[(i + 1)..end];
                var group = code.Names.ToList().IndexOf(name);
                if (group > 0) result.Append(match!.Groups[group].Value);
                return end - i + 1;
        }

        result.Append('$');
        return 0;
    }
}
