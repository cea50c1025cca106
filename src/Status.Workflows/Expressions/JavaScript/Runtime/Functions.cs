using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

internal delegate DataValue NativeBody(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments);

/// <summary>Anything that can be called.</summary>
internal abstract class FunctionValue(string name) : ScriptObject
{
    public string Name { get; } = name;

    public abstract int Length { get; }

    public abstract DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments);
}

/// <summary>A function of the library; shared by all runs, so it has no state.</summary>
internal sealed class NativeFunction(string name, int length, NativeBody body) : FunctionValue(name)
{
    public override int Length { get; } = length;

    /// <summary>What <c>new</c> does with it; <c>null</c> when it is no constructor.</summary>
    public NativeBody? Construct { get; init; }

    /// <summary>Members such as <c>Object.keys</c>.</summary>
    public Dictionary<string, DataValue>? Statics { get; init; }

    /// <summary>Whether a class of the script can extend it.</summary>
    public bool CanBeExtended { get; init; }

    /// <summary><c>value instanceof</c> this.</summary>
    public Func<DataValue, bool>? HasInstance { get; init; }

    public override DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => body(run, self, arguments);
}

/// <summary>A named set of library members such as <c>Math</c>; read-only and shared.</summary>
internal sealed class LibraryObject(string name, Dictionary<string, DataValue> members) : ScriptObject
{
    public string Name { get; } = name;

    public Dictionary<string, DataValue> Members { get; } = members;
}

/// <summary>A function of the host.</summary>
internal sealed class HostFunctionValue(string name, HostFunction function) : FunctionValue(name)
{
    public override int Length => 0;

    public override DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Step();
        try
        {
            return Run.Import(function(new ScriptCall(run, arguments)));
        }
        catch (ScriptFaultException fault)
        {
            throw run.Error("Error", fault.Message);
        }
    }
}

/// <summary>A function of the script with what it took from its surroundings.</summary>
internal sealed class Closure(FunctionCode code, Box[] captures, DataValue self) : FunctionValue(code.Name)
{
    private DataObject? _prototype;

    public override int Length => code.ParameterCount;

    public bool IsArrow => code.IsArrow;

    /// <summary>Members of the objects that <c>new</c> makes with it; <c>null</c> when it was never asked for.</summary>
    public DataObject? Prototype => _prototype;

    public DataObject OwnPrototype(Run run)
    {
        if (_prototype is not null) return _prototype;
        run.Allocate(72);
        return _prototype = [];
    }

    /// <summary>Runs it as a constructor; <paramref name="self"/> is what <c>this</c> is in the end.</summary>
    public DataValue Construct(Run run, ref DataValue self, ReadOnlySpan<DataValue> arguments, ClassValue? newTarget)
    {
        run.EnterCall();
        var frame = run.Rent(code);
        frame.Captures = captures;
        frame.This = self;
        frame.NewTarget = newTarget;
        code.Bind(frame, this, arguments);
        var result = code.Execute(frame);
        self = frame.This;
        run.Return(code, frame);
        run.Depth--;
        return Run.Settle(run, result);
    }

    /// <summary><c>new</c> with a plain function.</summary>
    public DataValue MakeNew(Run run, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(96);
        var instance = new DataObject { Origin = this };
        run.Taint(instance, default);
        var made = DataValue.Of((object)instance);
        return Construct(run, ref made, arguments, null) is var given && Ops.IsObject(given) ? given : made;
    }

    public override DataValue Call(Run run, in DataValue receiver, ReadOnlySpan<DataValue> arguments)
    {
        run.EnterCall();
        var frame = run.Rent(code);
        frame.Captures = captures;
        frame.This = code.IsArrow ? self : receiver;
        code.Bind(frame, this, arguments);
        var result = code.Result is { } expression ? expression(frame) : code.Execute(frame);
        run.Return(code, frame);
        run.Depth--;
        return Run.Settle(run, result);
    }
}

/// <summary>A variable that outlives its frame because a closure uses it.</summary>
internal sealed class Box
{
    public DataValue Value;
}

/// <summary>The variables of one call.</summary>
internal sealed class Frame(int slots, Run run)
{
    public readonly DataValue[] Locals = new DataValue[slots];
    public readonly Run Run = run;
    public Box[] Captures = [];
    public DataValue This;
    public DataValue Returned;
    public DataValue Completion;
    public string? Label;
    public ClassValue? NewTarget;
    public GeneratorValue? Generator;
    public Frame? Next;
}
