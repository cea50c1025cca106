using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Limits;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>One evaluation: host, budget, frames kept for reuse. Used by one thread at a time.</summary>
internal sealed partial class Run(ProgramCode code) : Budget
{
    private readonly Frame?[] _frames = new Frame?[code.FunctionCount];
    private Frame? _main;
    private Queue<Action>? _microtasks;
    private List<PromiseValue>? _rejected;

    public ScriptHost Host { get; private set; } = null!;

    public void Start(ScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        Host = host;
        Begin(limits, host.Time, cancellationToken);
    }

    /// <summary>Lets go of what the evaluation touched; <c>true</c> when the run can serve again.</summary>
    public bool Finish()
    {
        Clean();
        Host = null!;
        if (_main is { } main)
        {
            Array.Clear(main.Locals);
            main.Completion = main.Returned = default;
            main.Generator = null;
        }

        _microtasks = null;
        _rejected = null;

        return Depth == 0;
    }

    public DataValue Execute(ProgramCode program)
    {
        try
        {
            Step();
            var result = Settle(this, program.Entry(_main ??= new Frame(program.Slots, this)));
            return _microtasks is null && result.Ref is not PromiseValue ? result : Promises.Finish(this, result);
        }
        catch (ScriptThrow thrown)
        {
            Depth = 0;
            throw Uncaught(thrown);
        }
    }

    /// <summary>Puts work off until the script waits or ends.</summary>
    public void Later(Action work)
    {
        Allocate(100);
        (_microtasks ??= []).Enqueue(work);
    }

    /// <summary>Does what was put off, and what that puts off.</summary>
    public void Drain()
    {
        while (_microtasks is { Count: > 0 } queue)
        {
            Step();
            queue.Dequeue()();
        }
    }

    /// <summary>Remembers a promise that was rejected; one that nobody has looked at in the end ends the script with its error.</summary>
    public void NoteRejection(PromiseValue promise) => (_rejected ??= []).Add(promise);

    public PromiseValue? FirstUnhandled() => _rejected?.Find(p => !p.IsHandled);

    public Frame Rent(FunctionCode function)
    {
        ref var kept = ref _frames[function.Index];
        var frame = kept;
        if (frame is null) return new Frame(function.Slots, this);
        kept = frame.Next;
        frame.Next = null;
        return frame;
    }

    public void Return(FunctionCode function, Frame frame)
    {
        // An idle frame holds on to nothing of the run.
        Array.Clear(frame.Locals);
        frame.This = frame.Returned = default;
        frame.Captures = [];
        frame.NewTarget = null;
        ref var kept = ref _frames[function.Index];
        frame.Next = kept;
        kept = frame;
    }

    public ScriptThrow Error(string name, string message)
    {
        Charge(100);
        Allocate(200 + (2L * message.Length));
        return new ScriptThrow(DataValue.Of((object)new ErrorValue(name, message)), At);
    }

    public ScriptThrow TypeError(string message) => Error("TypeError", message);

    public ScriptThrow RangeError(string message) => Error("RangeError", message);

    public override ScriptException Limit(ScriptErrorKind kind, string message)
    {
        Depth = -1;
        var (line, column) = code.Place(At);
        return new ScriptException(kind, message, line, column);
    }

    /// <summary>Makes a text flat before it leaves local variables; ropes never get into containers, arguments or results.</summary>
    public static DataValue Settle(Run run, in DataValue value)
    {
        if (value.Ref is not TextRope rope) return value;
        if (!rope.IsFlat) run.AllocateText(rope.Length);
        return DataValue.Of((object)rope.ToString());
    }

    public DataValue Text(string text)
    {
        AllocateText(text.Length);
        return DataValue.Of((object)text);
    }

    public string ToText(in DataValue value) => Coerce.ToText(this, value);

    public double ToNumber(in DataValue value) => Coerce.ToNumber(this, value);

    public double ResultAsNumber(in DataValue value)
    {
        try
        {
            return ToNumber(value);
        }
        catch (ScriptThrow thrown)
        {
            throw Uncaught(thrown);
        }
    }

    private ScriptException Uncaught(ScriptThrow thrown)
    {
        var (line, column) = code.Place(thrown.Position);
        if (thrown.Value.Ref is ErrorValue error)
        {
            var kind = error.Kind switch { "TypeError" => ScriptErrorKind.Type, "ReferenceError" => ScriptErrorKind.Reference, _ => ScriptErrorKind.Thrown };
            return new ScriptException(kind, error.ToString(), line, column) { ThrownValue = ExportThrown(thrown.Value) };
        }

        var text = thrown.Value.Ref is string or TextRope || thrown.Value.IsNumber ? thrown.Value.ToObject() : null;
        return new ScriptException(ScriptErrorKind.Thrown, text is null ? "The script threw a value." : $"The script threw {text}.", line, column, thrown) { ThrownValue = ExportThrown(thrown.Value) };
    }

    private object? ExportThrown(in DataValue value)
    {
        try
        {
            return Export(value);
        }
        catch (ScriptThrow)
        {
            // A getter of what was thrown throws too: the first error is the one to tell.
            return null;
        }
    }
}
