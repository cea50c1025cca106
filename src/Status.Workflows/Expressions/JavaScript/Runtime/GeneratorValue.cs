using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>How a generator is asked to go on.</summary>
internal enum Resume
{
    Next,
    Throw,
    Return,
}

/// <summary>A generator function: a call makes a generator, which keeps its own frame until it ends.</summary>
internal sealed class GeneratorFunction(FunctionCode code, Box[] captures, bool isAsync) : FunctionValue(code.Name)
{
    public override int Length => code.ParameterCount;

    public override DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.EnterCall();
        run.Allocate(300 + (16L * code.Slots));
        var frame = new Frame(code.Slots, run) { Captures = captures, This = self };
        code.Bind(frame, this, arguments);
        run.Depth--;
        var generator = new GeneratorValue(frame, code.Steps!(frame));
        return DataValue.Of(isAsync ? new AsyncGeneratorValue(generator) : (object)generator);
    }
}

/// <summary>A generator under way.</summary>
internal sealed class GeneratorValue : ScriptObject
{
    private readonly Frame _frame;
    private readonly IEnumerator<DataValue> _steps;
    private bool _running;
    private bool _started;
    private bool _done;

    public GeneratorValue(Frame frame, IEnumerable<DataValue> steps)
    {
        _frame = frame;
        frame.Generator = this;
        _steps = steps.GetEnumerator();
    }

    /// <summary>What was given last is to be awaited, not yielded; the driver of async functions asks and clears it.</summary>
    public bool Awaits { get; set; }

    public bool IsDone => _done;

    public bool IsStarted => _started;

    /// <summary>Ends it without running what is left.</summary>
    public void End() => _done = true;

    /// <summary>How the statement that ran last ended; read by the statement around it.</summary>
    public Flow Ending { get; set; }

    public Resume Mode { get; private set; }

    public DataValue Sent { get; private set; }

    /// <summary>What it returned; undefined while it goes on.</summary>
    public DataValue Returned { get; private set; }

    /// <summary>Calls under way when the generator was resumed, itself included.</summary>
    public int Depth { get; private set; }

    /// <summary>Goes on to the next yield; <c>false</c> when it has ended, with what it returned.</summary>
    public bool MoveNext(Run run, Resume mode, in DataValue sent, out DataValue value)
    {
        if (_running) throw run.TypeError("The generator is already running.");
        if (_done || (!_started && mode != Resume.Next))
        {
            _done = true;
            value = mode == Resume.Return ? sent : default;
            return mode == Resume.Throw ? throw new ScriptThrow(sent, run.At) : false;
        }

        run.EnterCall();
        (_running, _started, Mode, Sent, Depth) = (true, true, mode, sent, run.Depth);
        var goesOn = false;
        try
        {
            goesOn = _steps.MoveNext();
        }
        finally
        {
            _running = false;
            _done = !goesOn;
        }

        run.Depth = Depth - 1;
        value = Run.Settle(run, goesOn ? _steps.Current : Ending == Flow.Return ? _frame.Returned : default);
        if (!goesOn) Returned = value;
        return goesOn;
    }
}
