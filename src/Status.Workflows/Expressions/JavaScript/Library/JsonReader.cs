using System.Globalization;
using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>JSON.parse</c>. Whole numbers beyond 2^53 stay exact.</summary>
internal sealed class JsonReader
{
    private readonly Run _run;
    private readonly string _text;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _keys =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private int _at;
    private int _depth;

    private JsonReader(Run run, string text)
    {
        _run = run;
        _text = text;
    }

    public static DataValue Parse(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var reader = new JsonReader(run, Coerce.ToText(run, arguments.Arg(0)));
        var value = reader.Value();
        reader.Blanks();
        if (reader._at < reader._text.Length) throw reader.Unexpected();
        if (arguments.Arg(1).Ref is not FunctionValue reviver) return value;
        var root = new DataObject();
        Objects.Put(run, root, "", value);
        return reader.Revive(DataValue.Of((object)root), "", reviver, 0);
    }

    private DataValue Revive(in DataValue holder, string key, FunctionValue reviver, int depth)
    {
        _run.CheckDepth(_run.Depth + depth);
        var value = Access.Get(_run, holder, key);
        if (value.Ref is DataArray or DataObject)
        {
            foreach (var name in Objects.Keys(_run, value))
            {
                var item = Revive(value, name, reviver, depth + 1);
                if (item.IsUndefined) Access.Delete(_run, value, Lib.Of(name));
                else Access.Set(_run, value, name, item);
            }
        }

        return reviver.Call(_run, holder, [Lib.Of(key), value]);
    }

    private ScriptThrow Unexpected() => _run.Error("SyntaxError", _at >= _text.Length
        ? "Unexpected end of JSON input."
        : $"Unexpected '{_text[_at]}' in JSON at position {_at}.");

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }

    private bool Take(char c)
    {
        Blanks();
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private DataValue Value()
    {
        Blanks();
        _run.Step();
        if (_at >= _text.Length) throw Unexpected();
        switch (_text[_at])
        {
            case '{': return Object();
            case '[': return Array();
            case '"': return Lib.Of(Text());
            case 't': return Word("true", DataValue.Of(true));
            case 'f': return Word("false", DataValue.Of(false));
            case 'n': return Word("null", DataValue.Null);
            default: return Number();
        }
    }

    private DataValue Word(string word, in DataValue value)
    {
        foreach (var c in word)
        {
            if (_at >= _text.Length || _text[_at] != c) throw Unexpected();
            _at++;
        }

        return value;
    }

    private DataValue Object()
    {
        _at++;
        _run.CheckDepth(_run.Depth + ++_depth);
        _run.Allocate(72);
        var result = new DataObject();
        if (!Take('}'))
        {
            do
            {
                Blanks();
                if (_at >= _text.Length || _text[_at] != '"') throw Unexpected();
                var key = Key();
                if (!Take(':')) throw Unexpected();
                if (result.Set(key, Value())) _run.Allocate(72);
            }
            while (Take(','));
            if (!Take('}')) throw Unexpected();
        }

        _depth--;
        return DataValue.Of((object)result);
    }

    private DataValue Array()
    {
        _at++;
        _run.CheckDepth(_run.Depth + ++_depth);
        _run.Allocate(56);
        var result = new DataArray();
        if (!Take(']'))
        {
            do
            {
                _run.Allocate(24);
                result.Push(Value());
            }
            while (Take(','));
            if (!Take(']')) throw Unexpected();
        }

        _depth--;
        return Lib.Of(result);
    }

    private string Key()
    {
        // Keys repeat in lists of objects; equal ones share one string.
        var end = _text.AsSpan(_at + 1).IndexOfAny('"', '\\');
        if (end < 0 || end > 64 || _text[_at + 1 + end] == '\\' || _text.AsSpan(_at + 1, end).ContainsAnyInRange('\0', '\u001f')) return Text();
        var span = _text.AsSpan(_at + 1, end);
        _at += end + 2;
        if (_keys.TryGetValue(span, out var known)) return known;
        _run.AllocateText(end);
        return _keys[span] = span.ToString();
    }

    private string Text()
    {
        var start = ++_at;
        while (_at < _text.Length && _text[_at] is not ('"' or '\\') && _text[_at] >= ' ') _at++;
        _run.AllocateText(_at - start);
        if (_at < _text.Length && _text[_at] == '"') return _text[start.._at++];
        var text = new StringBuilder().Append(_text, start, _at - start);
        while (true)
        {
            if (_at >= _text.Length || _text[_at] < ' ') throw Unexpected();
            var c = _text[_at++];
            if (c == '"') return text.ToString();
            _run.Allocate(2);
            text.Append(c == '\\' ? Escape() : c);
        }
    }

    private char Escape()
    {
        if (_at >= _text.Length) throw Unexpected();
        var c = _text[_at++];
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                _at += 4;
                return (char)unit;
            default:
                _at--;
                throw Unexpected();
        }
    }

    private DataValue Number()
    {
        var start = _at;
        if (Peek() == '-') _at++;
        if (!char.IsAsciiDigit(Peek())) throw Unexpected();
        if (Peek() == '0') _at++;
        else Digits();
        if (Peek() == '.')
        {
            _at++;
            Digits();
        }

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-') _at++;
            Digits();
        }

        var literal = _text[start.._at];
        return ExactNumber.TryRead(literal, out var value) ? value : throw _run.RangeError("A whole number in this JSON is too large to be kept exactly; send it as a text.");
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void Digits()
    {
        if (!char.IsAsciiDigit(Peek())) throw Unexpected();
        while (char.IsAsciiDigit(Peek())) _at++;
    }
}
