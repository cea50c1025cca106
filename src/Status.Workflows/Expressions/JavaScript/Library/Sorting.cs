using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>A stable merge sort of our own: the comparer is a script, which may be inconsistent, throw, or use up a limit.</summary>
internal static class Sorting
{
    private delegate bool Precedes(in DataValue left, in DataValue right);

    public static DataValue[] Sort(Run run, ReadOnlySpan<DataValue> source, in DataValue comparer)
    {
        run.Allocate(32 * (long)source.Length);
        run.Charge(source.Length);
        if (!comparer.IsUndefined && comparer.Ref is not FunctionValue) throw run.TypeError("sort takes a function or nothing.");
        var items = new List<DataValue>(source.Length);
        var undefined = 0;
        foreach (ref readonly var item in source)
        {
            if (item.IsUndefined) undefined++;
            else items.Add(Coerce.Plain(item));
        }

        var values = items.ToArray();
        if (comparer.Ref is FunctionValue function) Merge(run, values, (in DataValue l, in DataValue r) => Coerce.ToNumber(run, function.Call(run, default, [l, r])) > 0);
        else SortAsText(run, values);
        System.Array.Resize(ref values, values.Length + undefined);
        return values;
    }

    private static void SortAsText(Run run, DataValue[] values)
    {
        var keys = new string[values.Length];
        for (var i = 0; i < values.Length; i++) keys[i] = Coerce.ToText(run, values[i]);
        var order = new DataValue[values.Length];
        for (var i = 0; i < order.Length; i++) order[i] = DataValue.Of((double)i);
        Merge(run, order, (in DataValue l, in DataValue r) =>
        {
            run.Step();
            return string.CompareOrdinal(keys[(int)l.Num], keys[(int)r.Num]) > 0;
        });
        var copy = values.AsSpan().ToArray();
        for (var i = 0; i < order.Length; i++) values[i] = copy[(int)order[i].Num];
    }

    /// <param name="run">The evaluation that pays.</param>
    /// <param name="values">Sorted in place.</param>
    /// <param name="isAfter">Whether the left item belongs behind the right one.</param>
    private static void Merge(Run run, DataValue[] values, Precedes isAfter)
    {
        var from = values;
        var to = new DataValue[values.Length];
        for (var width = 1; width < values.Length; width *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * width)
            {
                var (left, middle, end) = (start, Math.Min(start + width, values.Length), Math.Min(start + (2 * width), values.Length));
                var right = middle;
                for (var i = start; i < end; i++)
                {
                    run.Step();
                    var takeRight = left >= middle || (right < end && isAfter(from[left], from[right]));
                    to[i] = takeRight ? from[right++] : from[left++];
                }
            }

            (from, to) = (to, from);
        }

        if (from != values) System.Array.Copy(from, values, values.Length);
    }
}
