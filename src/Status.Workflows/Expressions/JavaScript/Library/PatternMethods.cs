using System.Text.RegularExpressions;
using Status.Workflows.Expressions.JavaScript.Patterns;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>RegExp</c> and its methods.</summary>
internal static class PatternMethods
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("exec", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Exec(run, This(run, self), Coerce.ToText(run, a.Arg(0)))),
        ("test", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Next(run, This(run, self), Coerce.ToText(run, a.Arg(0))) is not null)),
        ("toString", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(This(run, self).ToString())));

    public static readonly NativeFunction Constructor = new("RegExp", 2, Construct)
    {
        Construct = Construct,
        HasInstance = value => value.Ref is PatternValue,
    };

    /// <summary>The next match by the rules of <c>exec</c>: from <c>lastIndex</c> when global or sticky, which it moves.</summary>
    public static Match? Next(Run run, PatternValue pattern, string text)
    {
        var code = pattern.Code;
        var moves = code.IsGlobal || code.IsSticky;
        var from = moves ? pattern.LastIndex : 0;
        if (from > text.Length || from < 0)
        {
            pattern.LastIndex = 0;
            return null;
        }

        var match = code.Match(run, text, (int)from);
        if (!match.Success || (code.IsSticky && match.Index != (int)from))
        {
            if (moves) pattern.LastIndex = 0;
            return null;
        }

        if (moves) pattern.LastIndex = match.Index + match.Length;
        return match;
    }

    /// <summary>A match as the array that <c>exec</c> gives; group names are beside the items in the object <c>groups</c>.</summary>
    public static DataValue ToResult(Run run, PatternCode code, Match match, string text)
    {
        run.Allocate(300 + (16L * (code.GroupCount + 1)));
        var items = new DataArray(code.GroupCount + 1);
        for (var group = 0; group <= code.GroupCount; group++) Access.Push(run, items, Group(run, match, group));
        items.Extras = new DataObject(3);
        items.Extras.Set("index", DataValue.Of((double)match.Index));
        items.Extras.Set("input", Lib.Of(text));
        items.Extras.Set("groups", Groups(run, code, match));
        return Lib.Of(items);
    }

    public static DataValue Group(Run run, Match match, int group) => match.Groups[group] is { Success: true } found ? run.Text(found.Value) : default;

    public static DataValue Groups(Run run, PatternCode code, Match match)
    {
        if (!code.HasNames) return default;
        run.Allocate(72);
        var groups = new DataObject();
        for (var group = 1; group <= code.GroupCount; group++)
        {
            if (code.Names[group] is { } name) Objects.Put(run, groups, name, Group(run, match, group));
        }

        return DataValue.Of((object)groups);
    }

    private static DataValue Exec(Run run, PatternValue pattern, string text) =>
        Next(run, pattern, text) is { } match ? ToResult(run, pattern.Code, match, text) : DataValue.Null;

    private static PatternValue This(Run run, in DataValue self) => self.Ref as PatternValue ?? throw run.TypeError("This method needs a RegExp.");

    private static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var given = arguments.Arg(0).Ref as PatternValue;
        var source = given is not null ? given.Code.Source : arguments.Arg(0).IsUndefined ? "" : Coerce.ToText(run, arguments[0]);
        var flags = arguments.Arg(1).IsUndefined ? given?.Code.Flags ?? "" : Coerce.ToText(run, arguments[1]);
        run.Charge(200 + (10L * source.Length));
        run.Allocate(2000 + (40L * source.Length));
        var code = PatternCode.Create(source, flags, out var problem) ?? throw run.Error("SyntaxError", problem!);
        return DataValue.Of((object)new PatternValue(code));
    }
}
