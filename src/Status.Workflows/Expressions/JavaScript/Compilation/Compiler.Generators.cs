using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Bodies that are left in their middle: generators, and functions that await. Statements that yield or await become steps that can be left and entered again; all others stay what they are.</content>
internal sealed partial class Compiler
{
    private bool _isAsyncGenerator;

    /// <summary>The steps of a program that awaits: what it ends with is its completion value.</summary>
    private Steps ProgramSteps(List<Stmt> body)
    {
        var steps = StepList(body);
        return Whole;

        IEnumerable<DataValue> Whole(Frame frame)
        {
            foreach (var value in steps(frame)) yield return value;
            if (frame.Generator!.Ending == Flow.Return) yield break;
            frame.Returned = frame.Completion;
            frame.Generator.Ending = Flow.Return;
        }
    }

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
        if (!node.Suspends && !(_isAsyncGenerator && Returns(node)))
        {
            var plain = Statement(node);
            return frame => Once(frame, plain);
        }

        var label = _label;
        _label = null;
        switch (node)
        {
            case ExprStmt statement: return Lifted(statement.Value, Expression);
            case ReturnStmt { Value: { } given }: return Lifted(_isAsyncGenerator ? new AwaitExpr(given.Position, given) : given, value => Return(new ReturnStmt(node.Position, value)));
            case ThrowStmt thrown: return Lifted(thrown.Value, value => Statement(new ThrowStmt(node.Position, value)));
            case DeclarationStmt declaration: return DeclarationSteps(declaration);
            case BlockStmt block: return BlockSteps(block);
            case IfStmt branch: return IfSteps(branch);
            case SwitchStmt choice: return SwitchSteps(choice);
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
                // What is left holds it where it cannot be left and entered again (the head of a class); compiling it says so.
                var other = Statement(node);
                return frame => Once(frame, other);
        }
    }

    /// <summary>Whether a statement may return: an async generator awaits what it returns.</summary>
    private static bool Returns(Stmt? node) => node switch
    {
        ReturnStmt { Value: not null } => true,
        BlockStmt block => block.Body.Exists(Returns),
        IfStmt branch => Returns(branch.Then) || Returns(branch.Otherwise),
        SwitchStmt choice => choice.Cases.Exists(c => c.Body.Exists(Returns)),
        WhileStmt loop => Returns(loop.Body),
        ForStmt loop => Returns(loop.Body),
        ForEachStmt loop => Returns(loop.Body),
        LabelStmt labelled => Returns(labelled.Body),
        TryStmt attempt => Returns(attempt.Body) || Returns(attempt.Handler) || Returns(attempt.Final),
        _ => false,
    };

    /// <summary>A statement made of one expression that is left and entered again.</summary>
    private Steps Lifted(Expr node, Func<Expr, Exec> statement)
    {
        var before = new List<Steps>();
        var value = statement(Lift(node, before));
        before.Add(frame => Once(frame, value));
        Steps[] steps = [.. before];
        return frame => InOrder(frame, steps);
    }

    private static IEnumerable<DataValue> Once(Frame frame, Exec statement)
    {
        frame.Generator!.Ending = statement(frame);
        yield break;
    }

    private Steps DeclarationSteps(DeclarationStmt node)
    {
        var items = node.Items.ConvertAll(item =>
        {
            Exec Declare(Expr? value) => Declaration(new DeclarationStmt(node.Position, node.Kind, [item with { Value = value }]));
            if (item.Value is { Suspends: true }) return Lifted(item.Value, Declare);
            var plain = Declare(item.Value);
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

    private Steps IfSteps(IfStmt node)
    {
        var before = new List<Steps>();
        var test = Condition(Lift(node.Test, before));
        var (then, otherwise) = (StepsOf(node.Then), node.Otherwise is null ? null : StepsOf(node.Otherwise));
        var clears = _isProgram;
        before.Add(frame =>
        {
            var taken = test(frame);
            if (clears) frame.Completion = default;
            return taken ? then(frame) : otherwise?.Invoke(frame) ?? Once(frame, _ => Flow.Next);
        });
        Steps[] steps = [.. before];
        return frame => InOrder(frame, steps);
    }

    private Steps SwitchSteps(SwitchStmt node)
    {
        var before = new List<Steps>();
        var subject = Kept(Lift(node.Subject, before), before);
        var (enter, functions, clears) = (EnterScope(node.Scope), Hoisted(node.Scope!), _isProgram);
        before.Add(frame => Once(frame, f =>
        {
            if (clears) f.Completion = default;
            enter?.Invoke(f);
            functions?.Invoke(f);
            return Flow.Next;
        }));
        var tests = node.Cases.ConvertAll(c =>
        {
            if (c.Test is null) return null;
            var first = new List<Steps>();
            var test = Condition(new BinaryExpr(c.Test.Position, "===", subject, Lift(c.Test, first)));
            return ((Steps[])[.. first], test) is var pair ? new CaseTest(pair.Item1, pair.test) : null;
        }).ToArray();
        var bodies = node.Cases.ConvertAll(c => StepList(c.Body)).ToArray();
        var fallback = node.Cases.FindIndex(c => c.Test is null);
        before.Add(frame => Choose(frame, tests, bodies, fallback));
        Steps[] steps = [.. before];
        return frame => InOrder(frame, steps);
    }

    private sealed record CaseTest(Steps[] Before, Test Fits);

    private static IEnumerable<DataValue> Choose(Frame frame, CaseTest?[] tests, Steps[] bodies, int fallback)
    {
        var generator = frame.Generator!;
        var start = -1;
        for (var i = 0; i < tests.Length && start < 0; i++)
        {
            if (tests[i] is not { } test) continue;
            foreach (var value in InOrder(frame, test.Before)) yield return value;
            if (generator.Ending != Flow.Next) yield break;
            if (test.Fits(frame)) start = i;
        }

        if (start < 0) start = fallback;
        for (var i = start; i >= 0 && i < bodies.Length; i++)
        {
            foreach (var value in bodies[i](frame)) yield return value;
            if (generator.Ending == Flow.Break && frame.Label is null) generator.Ending = Flow.Next;
            else if (generator.Ending == Flow.Next) continue;
            yield break;
        }
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
