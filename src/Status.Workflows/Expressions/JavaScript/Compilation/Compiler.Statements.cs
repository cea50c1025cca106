using System.Runtime.CompilerServices;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Statements.</content>
internal sealed partial class Compiler
{
    private string? _label;

    private Exec List(List<Stmt> statements)
    {
        var compiled = statements.Where(s => s is not (EmptyStmt or FunctionStmt)).Select(Statement).ToArray();
        switch (compiled.Length)
        {
            case 0: return _ => Flow.Next;
            case 1: return compiled[0];
            case 2:
                var (first, second) = (compiled[0], compiled[1]);
                return frame => first(frame) is var flow && flow != Flow.Next ? flow : second(frame);
            default:
                return frame =>
                {
                    foreach (var statement in compiled)
                    {
                        var flow = statement(frame);
                        if (flow != Flow.Next) return flow;
                    }

                    return Flow.Next;
                };
        }
    }

    private Exec Statement(Stmt node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var label = _label;
        _label = null;
        switch (node)
        {
            case EmptyStmt or FunctionStmt: return _ => Flow.Next;
            case ExprStmt expression: return Expression(expression.Value);
            case DeclarationStmt declaration: return Declaration(declaration);
            case ClassStmt type:
                var (made, into) = (Class(type.Value, type.Value.Name), Target(type.Target, declares: true));
                return frame =>
                {
                    into(frame, made(frame));
                    return Flow.Next;
                };
            case FieldStmt field: return Field(field);
            case BlockStmt block: return Block(block);
            case IfStmt branch: return If(branch);
            case ForStmt loop: return For(loop, label);
            case ForEachStmt loop: return ForEach(loop, label);
            case WhileStmt loop: return While(loop, label);
            case SwitchStmt choice: return Switch(choice);
            case TryStmt attempt: return Try(attempt);
            case ThrowStmt thrown:
                var value = Value(thrown.Value);
                var position = thrown.Position;
                return frame =>
                {
                    var error = Run.Settle(frame.Run, value(frame));
                    frame.Run.Charge(100);
                    throw new ScriptThrow(error, position);
                };
            case ReturnStmt result: return Return(result);
            case JumpStmt jump: return Jump(jump);
            case LabelStmt labelled: return Labelled(labelled);
            default: throw new InvalidOperationException($"No code for {node.GetType().Name}.");
        }
    }

    private static Exec Jump(JumpStmt jump)
    {
        var (flow, target) = (jump.IsBreak ? Flow.Break : Flow.Continue, jump.Label);
        return frame =>
        {
            frame.Label = target;
            return flow;
        };
    }

    private Exec Labelled(LabelStmt node)
    {
        var label = node.Label;
        _label = label;
        var body = Statement(node.Body);
        _label = null;
        return frame =>
        {
            var flow = body(frame);
            if (flow != Flow.Break || frame.Label != label) return flow;
            frame.Label = null;
            return Flow.Next;
        };
    }

    private Exec Return(ReturnStmt node)
    {
        if (node.Value is null)
        {
            return frame =>
            {
                frame.Returned = default;
                return Flow.Return;
            };
        }

        var value = Value(node.Value);
        return frame =>
        {
            frame.Returned = value(frame);
            return Flow.Return;
        };
    }

    private Exec Expression(Expr node)
    {
        var value = Value(node);
        if (_isProgram)
        {
            return frame =>
            {
                frame.Completion = value(frame);
                return Flow.Next;
            };
        }

        return frame =>
        {
            value(frame);
            return Flow.Next;
        };
    }

    private Exec Declaration(DeclarationStmt node)
    {
        var items = new List<Exec>();
        foreach (var item in node.Items)
        {
            if (item.Value is null && node.Kind == DeclarationKind.Var) continue;
            var store = Target(item.Target, declares: true);
            var value = item.Value switch
            {
                null => Constant(default),
                _ when item.Target is NameExpr name => Named(item.Value, name.Name),
                _ => Value(item.Value),
            };
            if (IsPlainSlot(item.Target, out var slot))
            {
                items.Add(frame =>
                {
                    frame.Locals[slot] = value(frame);
                    return Flow.Next;
                });
                continue;
            }

            items.Add(frame =>
            {
                store(frame, value(frame));
                return Flow.Next;
            });
        }

        if (items.Count == 1) return items[0];
        return frame =>
        {
            foreach (var item in items) item(frame);
            return Flow.Next;
        };
    }

    private static bool IsPlainSlot(Expr target, out int slot)
    {
        slot = target is NameExpr { Binding: { IsCaptured: false } binding } ? binding.Slot : -1;
        return slot >= 0;
    }

    private Exec Block(BlockStmt node)
    {
        var enter = EnterScope(node.Scope);
        var functions = Hoisted(node.Scope!);
        var body = List(node.Body);
        if (enter is null && functions is null) return body;
        return frame =>
        {
            enter?.Invoke(frame);
            functions?.Invoke(frame);
            return body(frame);
        };
    }

    private Exec If(IfStmt node)
    {
        var test = Condition(node.Test);
        var then = Statement(node.Then);
        var otherwise = node.Otherwise is null ? null : Statement(node.Otherwise);
        var clears = _isProgram;
        return frame =>
        {
            var taken = test(frame);
            if (clears) frame.Completion = default;
            if (taken) return then(frame);
            return otherwise is null ? Flow.Next : otherwise(frame);
        };
    }

    private Exec Switch(SwitchStmt node)
    {
        var subject = Value(node.Subject);
        var enter = EnterScope(node.Scope);
        var functions = Hoisted(node.Scope!);
        var tests = node.Cases.ConvertAll(c => c.Test is null ? null : Value(c.Test)).ToArray();
        var bodies = node.Cases.ConvertAll(c => List(c.Body)).ToArray();
        var fallback = node.Cases.FindIndex(c => c.Test is null);
        var clears = _isProgram;
        return frame =>
        {
            var value = subject(frame);
            if (clears) frame.Completion = default;
            enter?.Invoke(frame);
            functions?.Invoke(frame);
            var start = -1;
            for (var i = 0; i < tests.Length && start < 0; i++)
            {
                if (tests[i] is { } test && Ops.StrictEquals(value, test(frame))) start = i;
            }

            if (start < 0) start = fallback;
            for (var i = start; i >= 0 && i < bodies.Length; i++)
            {
                var flow = bodies[i](frame);
                if (flow == Flow.Break && frame.Label is null) return Flow.Next;
                if (flow != Flow.Next) return flow;
            }

            return Flow.Next;
        };
    }

    private Exec Try(TryStmt node)
    {
        var body = Block(node.Body);
        var enter = EnterScope(node.CatchScope);
        var parameter = node.Parameter is null ? null : Target(node.Parameter, declares: true);
        var handler = node.Handler is null ? null : Block(node.Handler);
        var final = node.Final is null ? null : Block(node.Final);
        Exec guarded = handler is null ? body : frame =>
        {
            var depth = frame.Run.Depth;
            try
            {
                return body(frame);
            }
            catch (ScriptThrow thrown)
            {
                frame.Run.Depth = depth;
                enter?.Invoke(frame);
                parameter?.Invoke(frame, thrown.Value);
            }

            return handler(frame);
        };
        return final is null ? guarded : Finally(guarded, final);
    }

    private static Exec Finally(Exec guarded, Exec final) => frame =>
    {
        var depth = frame.Run.Depth;
        ScriptThrow? pending = null;
        var flow = Flow.Next;
        try
        {
            flow = guarded(frame);
        }
        catch (ScriptThrow thrown)
        {
            frame.Run.Depth = depth;
            pending = thrown;
        }

        var (returned, completion, label) = (frame.Returned, frame.Completion, frame.Label);
        var ending = final(frame);
        if (ending != Flow.Next) return ending;
        (frame.Returned, frame.Completion, frame.Label) = (returned, completion, label);
        return pending is null ? flow : throw new ScriptThrow(pending.Value, pending.Position);
    };
}
