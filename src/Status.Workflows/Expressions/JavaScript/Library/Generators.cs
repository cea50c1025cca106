using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Methods of generators.</summary>
internal static class Generators
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("next", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Go(run, self, Resume.Next, a.Arg(0))),
        ("return", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Go(run, self, Resume.Return, a.Arg(0))),
        ("throw", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Go(run, self, Resume.Throw, a.Arg(0))));

    /// <summary>What a generator yields; one that is left early ends with its <c>finally</c> blocks.</summary>
    public static IEnumerable<DataValue> Items(Run run, GeneratorValue generator)
    {
        var isDone = false;
        try
        {
            while (true)
            {
                isDone = true;
                if (!generator.MoveNext(run, Resume.Next, default, out var value)) yield break;
                isDone = false;
                yield return value;
            }
        }
        finally
        {
            // A script that is over its limits gets no further word.
            if (!isDone && run.Depth >= 0) generator.MoveNext(run, Resume.Return, default, out _);
        }
    }

    private static DataValue Go(Run run, in DataValue self, Resume mode, in DataValue sent)
    {
        if (self.Ref is not GeneratorValue generator) throw run.TypeError("This method needs a generator.");
        var goesOn = generator.MoveNext(run, mode, sent, out var value);
        run.Allocate(120);
        var result = new DataObject(2);
        if (value.Ref is null or ScriptObject) run.Taint(result, value);
        result.Set("value", value);
        result.Set("done", DataValue.Of(!goesOn));
        return DataValue.Of((object)result);
    }
}
