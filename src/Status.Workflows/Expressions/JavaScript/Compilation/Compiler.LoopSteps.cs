using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Loops that are left in their middle and entered again.</content>
internal sealed partial class Compiler
{
    private Steps WhileSteps(WhileStmt node, string? label)
    {
        var before = new List<Steps>();
        var test = Condition(Lift(node.Test, before));
        Steps[] first = [.. before];
        var (body, after) = (StepsOf(node.Body), node.TestAfter);
        return Clears(frame => Rounds(frame, after ? null : (first, test), [], (first, test), body, label));
    }

    private Steps ForSteps(ForStmt node, string? label)
    {
        var (enter, renew) = (EnterScope(node.Scope), Renew(node));
        var init = node.Init is null ? null : StepsOf(node.Init);
        var (testing, updating) = (new List<Steps>(), new List<Steps>());
        var test = node.Test is null ? _ => true : Condition(Lift(node.Test, testing));
        var update = node.Update is null ? null : Value(Lift(node.Update, updating));
        if (renew is not null) updating.Insert(0, frame => Once(frame, f => Do(f, renew)));
        if (update is not null) updating.Add(frame => Once(frame, f => Do(f, g => update(g))));
        var (body, tests, updates) = (StepsOf(node.Body), (Steps[])[.. testing], (Steps[])[.. updating]);
        Steps[] begin = [frame => Once(frame, f => Do(f, enter)), .. init is null ? (Steps[])[] : [init]];
        Steps rounds = Clears(frame => Rounds(frame, (tests, test), updates, (tests, test), body, label));
        return frame => InOrder(frame, [.. begin, rounds]);
    }

    private static Flow Do(Frame frame, Action<Frame>? work)
    {
        work?.Invoke(frame);
        return Flow.Next;
    }

    /// <summary>The completion value of a loop is that of its body.</summary>
    private Steps Clears(Steps steps)
    {
        if (!_isProgram) return steps;
        return frame =>
        {
            frame.Completion = default;
            return steps(frame);
        };
    }

    private static IEnumerable<DataValue> Rounds(Frame frame, (Steps[] Before, Test Goes)? first, Steps[] update, (Steps[] Before, Test Goes) again, Steps body, string? label)
    {
        var generator = frame.Generator!;
        generator.Ending = Flow.Next;
        var isFirst = true;
        while (true)
        {
            if (!isFirst)
            {
                foreach (var value in InOrder(frame, update)) yield return value;
                if (generator.Ending != Flow.Next) yield break;
            }

            if ((isFirst ? first : again) is { } test)
            {
                foreach (var value in InOrder(frame, test.Before)) yield return value;
                if (generator.Ending != Flow.Next) yield break;
                if (!test.Goes(frame)) break;
            }

            isFirst = false;
            frame.Run.Step();
            foreach (var value in body(frame)) yield return value;
            if (!Ends(frame, generator.Ending, label, out var result)) continue;
            generator.Ending = result;
            yield break;
        }

        generator.Ending = Flow.Next;
    }

    private Steps ForEachSteps(ForEachStmt node, string? label)
    {
        var (enter, store, before) = (EnterScope(node.Scope), Target(node.Target, node.Kind is not null), new List<Steps>());
        before.Add(frame => Once(frame, f => Do(f, enter)));
        var source = Value(Lift(node.Source, before));
        var (body, overKeys, awaits) = (StepsOf(node.Body), node.OverKeys, node.Awaits);
        before.Add(Clears(frame => awaits ? EachAwaited(frame, enter, source, store, body, label) : Each(frame, enter, source, store, body, overKeys, label)));
        Steps[] steps = [.. before];
        return frame => InOrder(frame, steps);
    }

    private static IEnumerable<DataValue> Each(Frame frame, Action<Frame>? enter, Eval source, Store store, Steps body, bool overKeys, string? label)
    {
        var value = Run.Settle(frame.Run, source(frame));
        var items = !overKeys ? Iteration.Of(frame.Run, value) : value.IsNullish ? [] : Objects.Keys(frame.Run, value).Select(Lib.Of);
        foreach (var item in items)
        {
            frame.Run.Step();
            enter?.Invoke(frame);
            store(frame, item);
            foreach (var yielded in body(frame)) yield return yielded;
            if (!Ends(frame, frame.Generator!.Ending, label, out var result)) continue;
            frame.Generator.Ending = result;
            yield break;
        }

        frame.Generator!.Ending = Flow.Next;
    }

    /// <summary><c>for await</c>: each item is awaited; an async iterator is asked for it by a promise, and told when the loop is left early.</summary>
    private static IEnumerable<DataValue> EachAwaited(Frame frame, Action<Frame>? enter, Eval source, Store store, Steps body, string? label)
    {
        var (run, generator) = (frame.Run, frame.Generator!);
        var items = AsyncItems.Of(run, Run.Settle(run, source(frame)));
        var outcome = Flow.Next;
        var caught = new Caught();
        while (true)
        {
            run.Step();
            foreach (var asked in AwaitOne(frame, items.Next(run, default))) yield return asked;
            if (!items.Take(run, generator.Sent, out var item)) break;
            foreach (var value in caught.Of(frame, Round)) yield return value;
            if (caught.Error is null && !Ends(frame, generator.Ending, label, out outcome)) continue;
            var (returned, name) = (frame.Returned, frame.Label);
            if (items.Leave(run) is { } left)
            {
                foreach (var asked in AwaitOne(frame, left)) yield return asked;
            }

            (frame.Returned, frame.Label) = (returned, name);
            if (caught.Error is { } error) throw new ScriptThrow(error.Value, error.Position);
            break;

            IEnumerable<DataValue> Round(Frame inner)
            {
                enter?.Invoke(inner);
                store(inner, item);
                return body(inner);
            }
        }

        generator.Ending = outcome;
    }
}
