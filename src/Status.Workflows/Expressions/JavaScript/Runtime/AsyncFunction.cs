using Status.Workflows.Expressions.JavaScript.Compilation;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>An async function: runs to its first <c>await</c>, gives a promise, and goes on when what it awaits is settled.</summary>
internal sealed class AsyncFunction(FunctionCode code, Box[] captures, DataValue self) : FunctionValue(code.Name)
{
    public override int Length => code.ParameterCount;

    public override DataValue Call(Run run, in DataValue receiver, ReadOnlySpan<DataValue> arguments)
    {
        var depth = run.Depth;
        run.EnterCall();
        run.Allocate(300 + (16L * code.Slots));
        var promise = PromiseValue.Make(run);
        // Its frame outlives the call.
        var frame = new Frame(code.Slots, run) { Captures = captures, This = code.IsArrow ? self : receiver };
        try
        {
            code.Bind(frame, this, arguments);
            if (code.Steps is null)
            {
                var result = Run.Settle(run, code.Result is { } expression ? expression(frame) : code.Execute(frame));
                run.Depth = depth;
                promise.Resolve(run, result);
                return DataValue.Of((object)promise);
            }
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            promise.Reject(run, thrown.Value);
            return DataValue.Of((object)promise);
        }

        run.Depth = depth;
        Advance(run, new GeneratorValue(frame, code.Steps(frame)), promise, Resume.Next, default);
        return DataValue.Of((object)promise);
    }

    /// <summary>Runs steps as the body of an async function.</summary>
    /// <returns>Its promise.</returns>
    public static DataValue Begin(Frame frame, Steps steps)
    {
        var promise = PromiseValue.Make(frame.Run);
        Advance(frame.Run, new GeneratorValue(frame, steps(frame)), promise, Resume.Next, default);
        return DataValue.Of((object)promise);
    }

    private static void Advance(Run run, GeneratorValue body, PromiseValue promise, Resume mode, in DataValue sent)
    {
        var depth = run.Depth;
        bool waits;
        DataValue value;
        try
        {
            waits = body.MoveNext(run, mode, sent, out value);
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            promise.Reject(run, thrown.Value);
            return;
        }

        if (waits) Promises.WhenSettled(run, value, (settled, rejected) => Advance(run, body, promise, rejected ? Resume.Throw : Resume.Next, settled));
        else promise.Resolve(run, value);
    }
}
