using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Bodies of generators. Statements that yield become steps that can be left and entered again; all others stay what they are.</content>
internal sealed partial class Compiler
{
    private static bool Yields(Stmt? statement) => statement is { HasYield: true } || (statement is BlockStmt block && block.Body.Exists(Yields));

    private Steps StepList(List<Stmt> statements)
    {
        var steps = statements.Where(s => s is not (EmptyStmt or FunctionStmt)).Select(StepsOf).ToArray();
        return frame => InOrder(frame, steps);
    }

    private static IEnumerable<DataValue> InOrder(Frame frame, Steps[] statements)
    {
        frame.Generator!.Ending = Flow.Next;
        foreach (var statement in statements)
        {
            foreach (var value in statement(frame)) yield return value;
            if (frame.Generator.Ending != Flow.Next) yield break;
        }
    }

    private Steps StepsOf(Stmt node)
    {
        if (!Yields(node))
        {
            var plain = Statement(node);
            return frame => Once(frame, plain);
        }

        var label = _label;
        _label = null;
        switch (node)
        {
            case ExprStmt { Value: YieldExpr yield }: return Yield(yield, null, returns: false);
            case ExprStmt { Value: AssignExpr { Op: "=", Value: YieldExpr yield } assign }: return Yield(yield, Target(assign.Target, declares: false), returns: false);
            case ReturnStmt { Value: YieldExpr yield }: return Yield(yield, null, returns: true);
            case DeclarationStmt declaration: return DeclarationSteps(declaration);
            case BlockStmt block: return BlockSteps(block);
            case IfStmt branch:
                var (test, then, otherwise) = (Condition(branch.Test), StepsOf(branch.Then), branch.Otherwise is null ? null : StepsOf(branch.Otherwise));
                return frame => test(frame) ? then(frame) : otherwise?.Invoke(frame) ?? Once(frame, _ => Flow.Next);
            case WhileStmt loop: return WhileSteps(loop, label);
            case ForStmt loop: return ForSteps(loop, label);
            case ForEachStmt loop: return ForEachSteps(loop, label);
            case LabelStmt labelled:
                _label = labelled.Label;
                var body = StepsOf(labelled.Body);
                _label = null;
                return frame => Labelled(frame, body, labelled.Label);
            case TryStmt attempt: return TrySteps(attempt);
            default:
                // What is left holds a yield where it cannot be left and entered again; compiling it says so.
                var other = Statement(node);
                if (node is SwitchStmt) problems.Add((node.Position, "yield cannot stand in a switch in this dialect; use if and else."));
                return frame => Once(frame, other);
        }
    }

    private static IEnumerable<DataValue> Once(Frame frame, Exec statement)
    {
        frame.Generator!.Ending = statement(frame);
        yield break;
    }

    private Steps Yield(YieldExpr node, Store? into, bool returns)
    {
        var value = node.Value is null ? Constant(default) : Value(node.Value);
        return node.All ? frame => YieldAll(frame, value, into, returns) : frame => YieldOne(frame, value, into, returns);
    }

    private static IEnumerable<DataValue> YieldOne(Frame frame, Eval value, Store? into, bool returns)
    {
        yield return value(frame);
        if (Stops(frame)) yield break;
        End(frame, frame.Generator!.Sent, into, returns);
    }

    private static IEnumerable<DataValue> YieldAll(Frame frame, Eval value, Store? into, bool returns)
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
            End(frame, LastOf(inner, mode, sent), into, returns || mode == Resume.Return);
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

        End(frame, default, into, returns);
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

    private static void End(Frame frame, in DataValue value, Store? into, bool returns)
    {
        into?.Invoke(frame, value);
        if (returns) frame.Returned = value;
        frame.Generator!.Ending = returns ? Flow.Return : Flow.Next;
    }

    private Steps DeclarationSteps(DeclarationStmt node)
    {
        var items = node.Items.ConvertAll(item =>
        {
            if (item.Value is YieldExpr yield) return Yield(yield, Target(item.Target, declares: true), returns: false);
            var plain = Declaration(new DeclarationStmt(node.Position, node.Kind, [item]));
            return frame => Once(frame, plain);
        }).ToArray();
        return frame => InOrder(frame, items);
    }

    private Steps BlockSteps(BlockStmt node)
    {
        var (enter, functions, body) = (EnterScope(node.Scope), Hoisted(node.Scope!), StepList(node.Body));
        return frame =>
        {
            enter?.Invoke(frame);
            functions?.Invoke(frame);
            return body(frame);
        };
    }

    private static IEnumerable<DataValue> Labelled(Frame frame, Steps body, string label)
    {
        foreach (var value in body(frame)) yield return value;
        if (frame.Generator!.Ending != Flow.Break || frame.Label != label) yield break;
        frame.Label = null;
        frame.Generator.Ending = Flow.Next;
    }

    private Steps WhileSteps(WhileStmt node, string? label)
    {
        var (test, body, after) = (Condition(node.Test), StepsOf(node.Body), node.TestAfter);
        return frame => Rounds(frame, f => after || test(f), f => test(f), body, label);
    }

    private Steps ForSteps(ForStmt node, string? label)
    {
        var (enter, renew) = (EnterScope(node.Scope), Renew(node));
        var init = node.Init is null ? null : Statement(node.Init);
        var test = node.Test is null ? null : Condition(node.Test);
        var update = node.Update is null ? null : Value(node.Update);
        var body = StepsOf(node.Body);
        return frame => Rounds(
            frame,
            f =>
            {
                enter?.Invoke(f);
                init?.Invoke(f);
                return test is null || test(f);
            },
            f =>
            {
                renew?.Invoke(f);
                update?.Invoke(f);
                return test is null || test(f);
            },
            body,
            label);
    }

    private static IEnumerable<DataValue> Rounds(Frame frame, Test first, Test again, Steps body, string? label)
    {
        for (var goesOn = first(frame); goesOn; goesOn = again(frame))
        {
            frame.Run.Step();
            foreach (var value in body(frame)) yield return value;
            if (!Ends(frame, frame.Generator!.Ending, label, out var result)) continue;
            frame.Generator.Ending = result;
            yield break;
        }

        frame.Generator!.Ending = Flow.Next;
    }

    private Steps ForEachSteps(ForEachStmt node, string? label)
    {
        var (enter, source, store) = (EnterScope(node.Scope), Value(node.Source), Target(node.Target, node.Kind is not null));
        var (body, overKeys) = (StepsOf(node.Body), node.OverKeys);
        return frame => Each(frame, enter, source, store, body, overKeys, label);
    }

    private static IEnumerable<DataValue> Each(Frame frame, Action<Frame>? enter, Eval source, Store store, Steps body, bool overKeys, string? label)
    {
        enter?.Invoke(frame);
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

    private Steps TrySteps(TryStmt node)
    {
        var body = BlockSteps(node.Body);
        var enter = EnterScope(node.CatchScope);
        var parameter = node.Parameter is null ? null : Target(node.Parameter, declares: true);
        var handler = node.Handler is null ? null : BlockSteps(node.Handler);
        var final = node.Final is null ? null : BlockSteps(node.Final);
        return frame => Guarded(frame, body, enter, parameter, handler, final);
    }

    private static IEnumerable<DataValue> Guarded(Frame frame, Steps body, Action<Frame>? enter, Store? parameter, Steps? handler, Steps? final)
    {
        var generator = frame.Generator!;
        var caught = new Caught();
        foreach (var value in caught.Of(frame, body)) yield return value;
        if (caught.Error is { } error && handler is not null)
        {
            caught.Error = null;
            foreach (var value in caught.Of(frame, Handled)) yield return value;

            IEnumerable<DataValue> Handled(Frame inner)
            {
                enter?.Invoke(inner);
                parameter?.Invoke(inner, error.Value);
                return handler(inner);
            }
        }

        if (final is not null)
        {
            var (ending, returned, label) = (generator.Ending, frame.Returned, frame.Label);
            foreach (var value in final(frame)) yield return value;
            if (generator.Ending != Flow.Next) yield break;
            (generator.Ending, frame.Returned, frame.Label) = (ending, returned, label);
        }

        if (caught.Error is { } pending) throw new ScriptThrow(pending.Value, pending.Position);
    }

    /// <summary>Runs steps and keeps what they throw.</summary>
    private sealed class Caught
    {
        public ScriptThrow? Error { get; set; }

        public IEnumerable<DataValue> Of(Frame frame, Steps steps)
        {
            IEnumerator<DataValue>? values = null;
            while (Next(frame, steps, ref values)) yield return values!.Current;
        }

        private bool Next(Frame frame, Steps steps, ref IEnumerator<DataValue>? values)
        {
            try
            {
                values ??= steps(frame).GetEnumerator();
                return values.MoveNext();
            }
            catch (ScriptThrow thrown)
            {
                frame.Run.Depth = frame.Generator!.Depth;
                frame.Generator.Ending = Flow.Next;
                Error = thrown;
                return false;
            }
        }
    }
}
