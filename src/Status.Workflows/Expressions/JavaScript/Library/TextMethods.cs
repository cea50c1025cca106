using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Methods of texts, over UTF-16 units as in JavaScript.</summary>
internal static partial class TextMethods
{
    private static readonly object[] _chars = [.. Enumerable.Range(0, 256).Select(c => (object)((char)c).ToString())];

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("at", 1, At), ("charAt", 1, CharAt), ("charCodeAt", 1, CharCodeAt), ("codePointAt", 1, CodePointAt), ("concat", 1, Concat),
        ("endsWith", 1, EndsWith), ("includes", 1, Includes), ("indexOf", 1, IndexOf), ("lastIndexOf", 1, LastIndexOf), ("match", 1, PatternText.Match),
        ("matchAll", 1, PatternText.MatchAll), ("localeCompare", 1, LocaleCompare), ("padEnd", 2, PadEnd), ("padStart", 2, PadStart), ("repeat", 1, Repeat), ("replace", 2, PatternText.Replace),
        ("replaceAll", 2, PatternText.ReplaceAll), ("search", 1, PatternText.Search), ("slice", 2, Slice), ("split", 2, PatternText.Split), ("startsWith", 1, StartsWith),
        ("substring", 2, Substring), ("substr", 2, Substr),
        ("toLowerCase", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(Casing.Lower(This(run, self)))),
        ("toUpperCase", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(Casing.Upper(This(run, self)))),
        ("trim", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(TextNumber.Trim(This(run, self)).ToString())),
        ("trimEnd", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(TextNumber.TrimEnd(This(run, self)).ToString())),
        ("trimStart", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(TextNumber.TrimStart(This(run, self)).ToString())),
        ("isWellFormed", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(WellFormed(This(run, self)) == This(run, self))),
        ("toWellFormed", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(WellFormed(This(run, self)))),
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(This(run, self))),
        ("valueOf", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Lib.Of(This(run, self))));

    public static readonly NativeFunction Constructor = new("String", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => a.Length == 0 ? Lib.Of("") : Lib.Of(Coerce.ToText(run, a[0])))
    {
        Statics = Lib.Members(("fromCharCode", 1, FromCharCode), ("fromCodePoint", 1, FromCodePoint), ("raw", 1, Raw)),
    };

    private static DataValue Raw(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var texts = Iteration.ToArray(run, Iteration.Of(run, Access.Get(run, arguments.Arg(0), "raw")));
        object result = "";
        for (var i = 0; i < texts.Count; i++)
        {
            result = Ops.Concat(run, result, Coerce.ToText(run, texts.Span[i])).Ref!;
            if (i + 1 < texts.Count && i + 1 < arguments.Length) result = Ops.Concat(run, result, Coerce.ToText(run, arguments[i + 1])).Ref!;
        }

        return Run.Settle(run, DataValue.Of(result));
    }

    private static DataValue LocaleCompare(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var (left, right) = (This(run, self), Coerce.ToText(run, arguments.Arg(0)));
        run.Charge(left.Length + right.Length);
        return DataValue.Of((double)Collation.Compare(left, right));
    }

    public static DataValue Char(char c) => DataValue.Of(c < 256 ? _chars[c] : c.ToString());

    public static string This(Run run, in DataValue self) =>
        self.Ref as string ?? (self.IsNullish ? throw run.TypeError("This method needs a text.") : Coerce.ToText(run, self));

    private static DataValue At(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        if (at < 0) at += text.Length;
        return at >= 0 && at < text.Length ? Char(text[(int)at]) : default;
    }

    private static DataValue CharAt(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        return at >= 0 && at < text.Length ? Char(text[(int)at]) : Lib.Of("");
    }

    private static DataValue CharCodeAt(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        return DataValue.Of(at >= 0 && at < text.Length ? text[(int)at] : double.NaN);
    }

    private static DataValue CodePointAt(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var at = Coerce.ToInteger(run, arguments.Arg(0));
        if (at < 0 || at >= text.Length) return default;
        var i = (int)at;
        var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
        return DataValue.Of((double)(isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]));
    }

    private static DataValue Concat(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var result = Lib.Of(This(run, self));
        foreach (ref readonly var argument in arguments) result = Ops.Concat(run, result.Ref!, Coerce.ToText(run, argument));
        return Run.Settle(run, result);
    }

    private static string Needle(Run run, in DataValue value) =>
        value.Ref is PatternValue ? throw run.TypeError("This method takes a text, not a pattern.") : Coerce.ToText(run, value);

    private static DataValue EndsWith(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var needle = Needle(run, arguments.Arg(0));
        var end = arguments.Arg(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, text.Length);
        return DataValue.Of(text.AsSpan(0, end).EndsWith(needle, StringComparison.Ordinal));
    }

    private static DataValue StartsWith(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var needle = Needle(run, arguments.Arg(0));
        var from = (int)Math.Clamp(Coerce.ToInteger(run, arguments.Arg(1)), 0, text.Length);
        return DataValue.Of(text.AsSpan(from).StartsWith(needle, StringComparison.Ordinal));
    }

    private static DataValue Includes(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var needle = Needle(run, arguments.Arg(0));
        run.Charge(text.Length >> 4);
        var from = (int)Math.Clamp(Coerce.ToInteger(run, arguments.Arg(1)), 0, text.Length);
        return DataValue.Of(text.IndexOf(needle, from, StringComparison.Ordinal) >= 0);
    }

    private static DataValue IndexOf(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var needle = Coerce.ToText(run, arguments.Arg(0));
        run.Charge(text.Length >> 4);
        var from = (int)Math.Clamp(Coerce.ToInteger(run, arguments.Arg(1)), 0, text.Length);
        return DataValue.Of((double)text.IndexOf(needle, from, StringComparison.Ordinal));
    }

    private static DataValue LastIndexOf(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var needle = Coerce.ToText(run, arguments.Arg(0));
        run.Charge(text.Length >> 4);
        var limit = Coerce.ToNumber(run, arguments.Arg(1));
        var from = double.IsNaN(limit) ? text.Length : Math.Clamp(Math.Truncate(limit), 0, text.Length);
        var span = text.AsSpan(0, (int)Math.Min(text.Length, from + needle.Length));
        return DataValue.Of((double)span.LastIndexOf(needle, StringComparison.Ordinal));
    }

    private static DataValue PadStart(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Pad(run, self, arguments, atStart: true);

    private static DataValue PadEnd(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => Pad(run, self, arguments, atStart: false);

    private static DataValue Pad(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments, bool atStart)
    {
        var text = This(run, self);
        var target = Coerce.ToInteger(run, arguments.Arg(0));
        var filler = arguments.Arg(1).IsUndefined ? " " : Coerce.ToText(run, arguments[1]);
        if (target <= text.Length || filler.Length == 0) return Lib.Of(text);
        run.AllocateText((long)Math.Min(target, int.MaxValue));
        if (target > int.MaxValue / 4) throw run.RangeError("The text would be too long.");
        var pad = new StringBuilder((int)target);
        while (pad.Length < target - text.Length) pad.Append(filler);
        pad.Length = (int)target - text.Length;
        return Lib.Of(atStart ? pad.Append(text).ToString() : text + pad);
    }

    private static DataValue Repeat(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var count = Coerce.ToInteger(run, arguments.Arg(0));
        if (count < 0 || double.IsInfinity(count)) throw run.RangeError($"Invalid count: {NumberText.Of(count)}.");
        var total = text.Length * count;
        run.AllocateText((long)Math.Min(total, int.MaxValue));
        if (total > int.MaxValue / 4) throw run.RangeError("The text would be too long.");
        return Lib.Of(new StringBuilder((int)total).Insert(0, text, (int)count).ToString());
    }

    private static DataValue Slice(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var from = Lib.Position(run, arguments.Arg(0), text.Length, 0);
        var to = Lib.Position(run, arguments.Arg(1), text.Length, text.Length);
        return from < to ? run.Text(text[from..to]) : Lib.Of("");
    }

    private static DataValue Substring(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var from = (int)Math.Clamp(Coerce.ToInteger(run, arguments.Arg(0)), 0, text.Length);
        var to = arguments.Arg(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, text.Length);
        return run.Text(text[Math.Min(from, to)..Math.Max(from, to)]);
    }

    private static DataValue Substr(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = This(run, self);
        var from = Lib.Position(run, arguments.Arg(0), text.Length, 0);
        var count = arguments.Arg(1).IsUndefined ? text.Length - from : Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, text.Length - from);
        return run.Text(text.Substring(from, (int)count));
    }

    private static DataValue FromCharCode(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = new StringBuilder();
        foreach (ref readonly var argument in arguments) text.Append((char)(ushort)Coerce.ToInt32(run, argument));
        return run.Text(text.ToString());
    }

    private static DataValue FromCodePoint(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = new StringBuilder();
        foreach (ref readonly var argument in arguments)
        {
            var point = Coerce.ToNumber(run, argument);
            if (point is < 0 or > 0x10FFFF || Math.Floor(point) != point || double.IsNaN(point)) throw run.RangeError($"Invalid code point {NumberText.Of(point)}.");
            if (point < 0x10000) text.Append((char)point);
            else text.Append(char.ConvertFromUtf32((int)point));
        }

        return run.Text(text.ToString());
    }

    private static string WellFormed(string text)
    {
        StringBuilder? repaired = null;
        for (var i = 0; i < text.Length; i++)
        {
            var paired = char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]);
            if (char.IsSurrogate(text[i]) && !paired) (repaired ??= new StringBuilder(text))[i] = '\ufffd';
        }

        return repaired?.ToString() ?? text;
    }
}
