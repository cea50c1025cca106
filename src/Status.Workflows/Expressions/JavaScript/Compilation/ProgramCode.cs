using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

internal delegate DataValue Eval(Frame frame);

internal delegate bool Test(Frame frame);

internal delegate void Store(Frame frame, in DataValue value);

/// <summary>How a statement ended; names and values of the ending stand in the frame.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}

internal delegate Flow Exec(Frame frame);

/// <summary>A compiled function: its frame, its parameters and its body.</summary>
internal sealed class FunctionCode(string name, int index, int slots, int parameterCount, bool isArrow)
{
    public string Name { get; } = name;

    /// <summary>Its place in the program; frames are kept for reuse by it.</summary>
    public int Index { get; } = index;

    public int Slots { get; } = slots;

    public int ParameterCount { get; } = parameterCount;

    public bool IsArrow { get; } = isArrow;

    /// <summary>Fills parameters and hoisted names.</summary>
    public required BindArguments Bind { get; init; }

    /// <summary>The body when it is one expression.</summary>
    public Eval? Result { get; init; }

    public Exec? Body { get; init; }

    /// <summary>The body of a function that is left in its middle: a generator, or one that awaits.</summary>
    public Steps? Steps { get; init; }

    public DataValue Execute(Frame frame)
    {
        frame.Returned = default;
        return Body!(frame) == Flow.Return ? frame.Returned : default;
    }
}

internal delegate void BindArguments(Frame frame, FunctionValue self, ReadOnlySpan<DataValue> arguments);

/// <summary>A piece of a generator's body: gives what it yields; how it ended stands in the generator.</summary>
internal delegate IEnumerable<DataValue> Steps(Frame frame);

/// <summary>A compiled program. Immutable and shared by all runs.</summary>
internal sealed class ProgramCode(Func<Frame, DataValue> entry, int slots, int functionCount, int[] lineStarts)
{
    public Func<Frame, DataValue> Entry { get; } = entry;

    public int Slots { get; } = slots;

    public int FunctionCount { get; } = functionCount;

    public (int Line, int Column) Place(int position) => Lines.Place(lineStarts, position);
}

/// <summary>Offsets to lines and columns.</summary>
internal static class Lines
{
    public static int[] Starts(string source)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] is '\n' or '\u2028' or '\u2029' || (source[i] == '\r' && (i + 1 >= source.Length || source[i + 1] != '\n'))) starts.Add(i + 1);
        }

        return [.. starts];
    }

    public static (int Line, int Column) Place(int[] starts, int position)
    {
        if (position < 0) return (0, 0);
        var index = Array.BinarySearch(starts, position);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, position - starts[line] + 1);
    }
}
