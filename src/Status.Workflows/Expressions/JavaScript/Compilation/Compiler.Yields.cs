using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content><c>yield</c> and <c>await</c> themselves.</content>
internal sealed partial class Compiler
{
    private Steps Yield(YieldExpr node, Store into)
    {
        var value = node.Value is null ? Constant(default) : Value(node.Value);
        if (_isAsyncGenerator) return node.All ? frame => YieldAllAwaited(frame, value, into) : frame => YieldAwaited(frame, value, into);
        return node.All ? frame => YieldAll(frame, value, into) : frame => YieldOne(frame, value, into);
    }

    private Steps Await(AwaitExpr node, Store into)
    {
        var (value, position) = (Value(node.Value), node.Position);
        return frame => AwaitInto(frame, value, into, position);
    }

    private static IEnumerable<DataValue> AwaitInto(Frame frame, Eval value, Store into, int position)
    {
        foreach (var asked in AwaitOne(frame, Run.Settle(frame.Run, value(frame)))) yield return asked;
        frame.Run.At = position;
        into(frame, frame.Generator!.Sent);
    }

    /// <summary>Leaves until a value is settled; it then stands in <see cref="GeneratorValue.Sent"/>, or is thrown.</summary>
    private static IEnumerable<DataValue> AwaitOne(Frame frame, DataValue value)
    {
        var generator = frame.Generator!;
        generator.Awaits = true;
        yield return value;
        if (generator.Mode == Resume.Throw) throw new ScriptThrow(generator.Sent, frame.Run.At);
        generator.Ending = Flow.Next;
    }

    private static IEnumerable<DataValue> YieldOne(Frame frame, Eval value, Store into)
    {
        yield return value(frame);
        if (Stops(frame)) yield break;
        End(frame, frame.Generator!.Sent, into);
    }

    /// <summary>In an async generator what is yielded is awaited first, and so is what it is asked to return.</summary>
    private static IEnumerable<DataValue> YieldAwaited(Frame frame, Eval value, Store into)
    {
        foreach (var asked in AwaitOne(frame, Run.Settle(frame.Run, value(frame)))) yield return asked;
        foreach (var given in Give(frame, frame.Generator!.Sent)) yield return given;
        if (frame.Generator!.Ending == Flow.Next) into(frame, frame.Generator.Sent);
    }

    private static IEnumerable<DataValue> Give(Frame frame, DataValue value)
    {
        var generator = frame.Generator!;
        yield return value;
        if (generator.Mode == Resume.Throw) throw new ScriptThrow(generator.Sent, frame.Run.At);
        generator.Ending = Flow.Next;
        if (generator.Mode != Resume.Return) yield break;
        foreach (var asked in AwaitOne(frame, generator.Sent)) yield return asked;
        frame.Returned = generator.Sent;
        generator.Ending = Flow.Return;
    }

    private static IEnumerable<DataValue> YieldAllAwaited(Frame frame, Eval value, Store into)
    {
        var (run, generator) = (frame.Run, frame.Generator!);
        var items = AsyncItems.Of(run, Run.Settle(run, value(frame)));
        var (mode, sent) = (Resume.Next, default(DataValue));
        while (true)
        {
            run.Step();
            if (items.Ask(run, mode, sent) is not { } asked)
            {
                // It has no such method: the outer generator ends, or throws, by itself.
                if (mode == Resume.Throw) throw run.TypeError("The iterator has no method throw.");
                (frame.Returned, generator.Ending) = (sent, Flow.Return);
                yield break;
            }

            foreach (var waiting in AwaitOne(frame, asked)) yield return waiting;
            if (!items.Take(run, generator.Sent, out var item))
            {
                generator.Ending = mode == Resume.Return ? Flow.Return : Flow.Next;
                if (mode == Resume.Return) frame.Returned = items.Last;
                else into(frame, items.Last);
                yield break;
            }

            yield return item;
            (mode, sent) = (generator.Mode, generator.Sent);
            if (mode != Resume.Return) continue;
            generator.Awaits = true;
            yield return sent;
            (mode, sent) = (generator.Mode == Resume.Throw ? Resume.Throw : Resume.Return, generator.Sent);
        }
    }

    private static IEnumerable<DataValue> YieldAll(Frame frame, Eval value, Store into)
    {
        var (run, generator) = (frame.Run, frame.Generator!);
        var source = Run.Settle(run, value(frame));
        if (source.Ref is GeneratorValue inner)
        {
            var (mode, sent) = (Resume.Next, default(DataValue));
            while (inner.MoveNext(run, mode, sent, out var item))
            {
                yield return item;
                (mode, sent) = (generator.Mode, generator.Sent);
            }

            // The last value of the inner generator is what yield* gives; asked to return, it ends the outer one too.
            if (mode == Resume.Return) (frame.Returned, generator.Ending) = (LastOf(inner, mode, sent), Flow.Return);
            else End(frame, LastOf(inner, mode, sent), into);
            yield break;
        }

        foreach (var item in Iteration.Of(run, source))
        {
            run.Step();
            yield return item;
            // What the library walks over cannot be thrown into.
            if (generator.Mode == Resume.Throw) throw run.TypeError("The iterator has no method throw.");
            if (Stops(frame)) yield break;
        }

        End(frame, default, into);
    }

    private static DataValue LastOf(GeneratorValue inner, Resume mode, in DataValue sent) => inner.Returned is { IsUndefined: false } returned ? returned : mode == Resume.Return ? sent : default;

    /// <summary>After a yield: whether the generator was asked to return; when asked to throw, throws.</summary>
    private static bool Stops(Frame frame)
    {
        var generator = frame.Generator!;
        if (generator.Mode == Resume.Throw) throw new ScriptThrow(generator.Sent, frame.Run.At);
        if (generator.Mode != Resume.Return) return false;
        frame.Returned = generator.Sent;
        generator.Ending = Flow.Return;
        return true;
    }

    private static void End(Frame frame, in DataValue value, Store into)
    {
        into(frame, value);
        frame.Generator!.Ending = Flow.Next;
    }
}
