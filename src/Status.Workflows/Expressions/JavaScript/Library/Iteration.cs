using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Everything that <c>for…of</c>, spread and <c>Array.from</c> walk over.</summary>
internal static class Iteration
{
    /// <summary>What <c>Symbol.iterator</c> is here: a key that lists do not show.</summary>
    public const string SymbolKey = "@@iterator";

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(("next", 0, Next));

    /// <summary>The items of an iterable, as they are at the time each is asked for.</summary>
    public static IEnumerable<DataValue> Of(Run run, DataValue value) => value.Ref switch
    {
        DataArray array => Items(array),
        string text => Points(run, text),
        TextRope => Of(run, Run.Settle(run, value)),
        SetValue set => set.Keys(),
        MapValue map => Pairs(run, map),
        IteratorValue iterator => Rest(iterator),
        GeneratorValue generator => Generators.Items(run, generator),
        DataObject when Access.Get(run, value, SymbolKey).Ref is FunctionValue => Custom(run, value),
        TypedArrayValue typed => typed.Items(),
        ErrorValue => throw run.TypeError($"{Describe(value)} is not iterable."),
        byte[] bytes => bytes.Select(b => DataValue.Of((double)b)),
        _ when !ReferenceEquals(Coerce.Plain(value).Ref, value.Ref) => Of(run, Coerce.Plain(value)),
        _ => throw run.TypeError($"{Describe(value)} is not iterable."),
    };

    public static void AppendAll(Run run, in DataValue source, DataArray target)
    {
        if (source.Ref is DataArray array)
        {
            run.Charge(array.Count);
            run.Allocate(24L * array.Count);
            for (var i = 0; i < array.Count; i++)
            {
                var item = Coerce.Plain(array.Span[i]);
                if (item.Ref is null or ScriptObject) run.Taint(target, item);
                target.Push(item);
            }

            return;
        }

        foreach (var item in Of(run, source))
        {
            run.Step();
            Access.Push(run, target, item);
        }
    }

    public static DataArray ToArray(Run run, IEnumerable<DataValue> items)
    {
        var array = new DataArray();
        run.Allocate(56);
        foreach (var item in items)
        {
            run.Step();
            Access.Push(run, array, item);
        }

        return array;
    }

    /// <summary>The first items, for destructuring.</summary>
    public static DataArray Take(Run run, in DataValue value, int count)
    {
        if (value.IsNullish) throw run.TypeError($"{Describe(value)} is not iterable.");
        var taken = new DataArray();
        if (count == 0) return taken;
        foreach (var item in Of(run, value))
        {
            run.Step();
            Access.Push(run, taken, item);
            if (taken.Count >= count) break;
        }

        return taken;
    }

    public static DataValue Iterator(IEnumerable<DataValue> items) => DataValue.Of((object)new IteratorValue(items.GetEnumerator()));

    public static DataValue Pair(Run run, in DataValue first, in DataValue second)
    {
        var pair = Lib.NewArray(run, 2);
        Access.Push(run, pair, first);
        Access.Push(run, pair, second);
        return Lib.Of(pair);
    }

    public static IEnumerable<DataValue> Items(DataArray array)
    {
        for (var i = 0; i < array.Count; i++) yield return Coerce.Plain(array.Span[i]);
    }

    public static IEnumerable<DataValue> Pairs(Run run, MapValue map) => map.Entries().Select(e => Pair(run, e.Key, e.Value));

    private static IEnumerable<DataValue> Points(Run run, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                yield return run.Text(text.Substring(i++, 2));
                continue;
            }

            yield return TextMethods.Char(text[i]);
        }
    }

    private static IEnumerable<DataValue> Rest(IteratorValue iterator)
    {
        while (iterator.Items.MoveNext()) yield return iterator.Items.Current;
    }

    /// <summary>The items of an object that has its own way of walking (<c>[Symbol.iterator]</c>); one that stops early is told so.</summary>
    private static IEnumerable<DataValue> Custom(Run run, DataValue value)
    {
        var iterator = ((FunctionValue)Access.Get(run, value, SymbolKey).Ref!).Call(run, value, []);
        if (iterator.Ref is not DataObject)
        {
            foreach (var item in Of(run, iterator)) yield return item;
            yield break;
        }

        var next = Access.Get(run, iterator, "next").Ref as FunctionValue ?? throw run.TypeError("An iterator needs a function next.");
        var isDone = false;
        try
        {
            while (true)
            {
                run.Step();
                isDone = true;
                var result = next.Call(run, iterator, []);
                if (!Ops.IsObject(result)) throw run.TypeError("next must return an object.");
                if (Coerce.IsTruthy(Access.Get(run, result, "done"))) yield break;
                var item = Access.Get(run, result, "value");
                isDone = false;
                yield return item;
            }
        }
        finally
        {
            // A script that is over its limits gets no further word.
            if (!isDone && run.Depth >= 0 && Access.Get(run, iterator, "return").Ref is FunctionValue end) end.Call(run, iterator, []);
        }
    }

    private static DataValue Next(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        if (self.Ref is not IteratorValue iterator) throw run.TypeError("next needs an iterator.");
        run.Allocate(120);
        var more = iterator.Items.MoveNext();
        var result = new DataObject(2);
        var value = more ? iterator.Items.Current : default;
        if (value.Ref is null or ScriptObject) run.Taint(result, value);
        result.Set("value", value);
        result.Set("done", DataValue.Of(!more));
        return DataValue.Of((object)result);
    }

    private static string Describe(in DataValue value) => value.IsUndefined ? "undefined" : value.IsNullish ? "null" : $"A value of type {Ops.Type(value)}";
}
