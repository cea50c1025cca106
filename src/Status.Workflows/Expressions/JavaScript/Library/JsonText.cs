using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>JSON.stringify</c>. Charges what it writes before it writes, and refuses cycles and too deep nesting.</summary>
internal sealed class JsonText
{
    private readonly Run _run;
    private readonly StringBuilder _text = new();
    private readonly Stack<object> _path = new();
    private readonly FunctionValue? _replacer;
    private readonly HashSet<string>? _only;
    private readonly string _gap;

    private JsonText(Run run, in DataValue replacer, in DataValue space)
    {
        _run = run;
        _replacer = replacer.Ref as FunctionValue;
        if (replacer.Ref is DataArray names) _only = [.. names.Span.ToArray().Select(n => Coerce.ToText(run, n))];
        _gap = space.Ref is string text ? text.Length > 10 ? text[..10] : text : space.IsNumber ? new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, space), 0, 10)) : "";
    }

    public static DataValue Stringify(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var writer = new JsonText(run, arguments.Arg(1), arguments.Arg(2));
        var holder = default(DataValue);
        if (writer._replacer is not null)
        {
            var root = new DataObject();
            Objects.Put(run, root, "", arguments.Arg(0));
            holder = DataValue.Of((object)root);
        }

        return writer.Write(holder, "", arguments.Arg(0)) ? Lib.Of(writer._text.ToString()) : default;
    }

    /// <summary>Writes a value; <c>false</c> when JSON has nothing for it (undefined, a function).</summary>
    private bool Write(in DataValue holder, string key, in DataValue given)
    {
        var value = Coerce.Plain(given);
        if (value.Ref is DateValue or DateTimeOffset) value = Dates.ToJson(_run, value);
        else if (value.Ref is DataObject or ErrorValue && Access.Get(_run, value, "toJSON").Ref is FunctionValue toJson) value = toJson.Call(_run, value, [Lib.Of(key)]);
        if (_replacer is not null) value = _replacer.Call(_run, holder, [Lib.Of(key), value]);
        _run.Step();
        switch (value.Ref)
        {
            case null or FunctionValue: return false;
            case string or TextRope: Quote(value.Ref.ToString()!); break;
            case DataTag tag when tag == DataTag.Number && !double.IsFinite(value.Num): Append("null"); break;
            case DataTag or decimal: Append(Coerce.ToText(_run, value)); break;
            case BigIntValue: throw _run.TypeError("A BigInt cannot be written as JSON; write its text.");
            case DataArray array: WriteArray(array, value); break;
            case byte[] or TimeSpan: Quote(Coerce.ToText(_run, value)); break;
            default: WriteObject(value); break;
        }

        return true;
    }

    private void Enter(object container)
    {
        _run.CheckDepth(_run.Depth + _path.Count + 1);
        if (_path.Contains(container)) throw _run.TypeError("Converting circular structure to JSON.");
        _path.Push(container);
    }

    private void WriteArray(DataArray array, in DataValue self)
    {
        Enter(array);
        Append("[");
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0) Append(",");
            NewLine(0);
            if (!Write(self, _replacer is null ? "" : NumberText.Of(i), array.Span[i])) Append("null");
        }

        _path.Pop();
        if (array.Count > 0) NewLine(0);
        Append("]");
    }

    private void WriteObject(in DataValue value)
    {
        Enter(value.Ref!);
        Append("{");
        var first = true;
        foreach (var key in Objects.Keys(_run, value))
        {
            if (_only?.Contains(key) == false) continue;
            var mark = _text.Length;
            if (!first) Append(",");
            NewLine(0);
            Quote(key);
            Append(_gap.Length > 0 ? ": " : ":");
            if (Write(value, key, Access.Get(_run, value, key))) first = false;
            else _text.Length = mark;
        }

        _path.Pop();
        if (!first) NewLine(0);
        Append("}");
    }

    private void NewLine(int extra)
    {
        if (_gap.Length == 0) return;
        Append("\n");
        for (var i = 0; i < _path.Count + extra; i++) Append(_gap);
    }

    private void Append(string text)
    {
        _run.Allocate(2 * text.Length);
        _text.Append(text);
    }

    private void Quote(string text)
    {
        _run.AllocateText(text.Length + 2);
        _text.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case < ' ': Hex(c); break;
                case >= '\ud800' and <= '\udfff':
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) _text.Append(c).Append(text[++i]);
                    else Hex(c);
                    break;
                default: _text.Append(c); break;
            }
        }

        _text.Append('"');
    }

    private void Hex(char c)
    {
        _run.Allocate(12);
        _text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
    }
}
