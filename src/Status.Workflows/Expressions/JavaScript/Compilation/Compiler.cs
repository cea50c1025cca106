using System.Runtime.CompilerServices;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <summary>Turns the resolved tree into delegates, once per program. A delegate gets the frame and knows everything else.</summary>
internal sealed partial class Compiler(FunctionScope root, List<(int Position, string Message)> problems)
{
    private FunctionScope _function = root;
    private bool _isProgram = true;
    private int _functions;

    public ProgramCode Program(List<Stmt> body, Expr? result, int[] lines)
    {
        var program = _function;
        var prologue = Prologue(program, null);
        Func<Frame, DataValue> entry;
        if (body.Exists(s => s.Suspends))
        {
            var steps = ProgramSteps(body);
            entry = frame =>
            {
                frame.Completion = default;
                prologue?.Invoke(frame, null!);
                return AsyncFunction.Begin(frame, steps);
            };
        }
        else if (result is not null)
        {
            var value = Value(result);
            entry = prologue is null ? new Func<Frame, DataValue>(value) : frame =>
            {
                prologue(frame, null!);
                return value(frame);
            };
        }
        else
        {
            var statements = List(body);
            entry = frame =>
            {
                frame.Completion = default;
                prologue?.Invoke(frame, null!);
                return statements(frame) == Flow.Return ? frame.Returned : frame.Completion;
            };
        }

        return new ProgramCode(entry, program.SlotCount, _functions, lines);
    }

    public Eval Value(Expr node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case LiteralExpr literal: return Constant(literal.Value);
            case TemplateExpr template: return Template(template);
            case PatternExpr pattern: return Pattern(pattern);
            case NameExpr name: return Name(name);
            case ThisExpr: return This();
            case ArrayExpr array: return Array(array);
            case ObjectExpr literal: return Object(literal);
            case GroupExpr group: return Value(group.Value);
            case UnaryExpr unary: return Unary(unary);
            case UpdateExpr update: return Update(update);
            case BinaryExpr binary: return Binary(binary);
            case SumExpr sum: return Sum(sum);
            case ConditionalExpr conditional: return Conditional(conditional);
            case AssignExpr assign: return Assign(assign);
            case MemberExpr or IndexExpr or CallExpr or PrivateExpr: return Link(node, inChain: false);
            case ChainExpr chain: return Chain(chain);
            case NewExpr create: return New(create);
            case SequenceExpr sequence: return Sequence(sequence);
            case FunctionExpr function: return Function(function, function.Name);
            case ClassExpr type: return Class(type, type.Name);
            case SuperExpr super: return Super(super);
            case SuperCallExpr super: return SuperCall(super);
            case HasPrivateExpr secret: return HasPrivate(secret);
            case NewTargetExpr: return frame => frame.NewTarget is { } type ? DataValue.Of((object)type) : default;
            case TemplateTextsExpr texts: return TemplateTexts(texts);
            case KeptExpr { Slot: var slot }: return frame => frame.Locals[slot];
            case AwaitExpr or YieldExpr:
                problems.Add((node.Position, "await and yield cannot stand in the head of a class or in the pattern and the defaults of a destructuring; put the value into a variable first."));
                return Constant(default);
            default:
                problems.Add((node.Position, "This is not a value."));
                return Constant(default);
        }
    }

    private static Eval Constant(DataValue value) => _ => value;

    private Eval Template(TemplateExpr template)
    {
        if (template.Parts.Count == 0) return Constant(DataValue.Of((object)template.Texts[0]));
        var parts = template.Parts.ConvertAll(Value).ToArray();
        var texts = template.Texts.ToArray();
        return frame =>
        {
            var result = DataValue.Of((object)texts[0]);
            for (var i = 0; i < parts.Length; i++)
            {
                var part = parts[i](frame);
                if (part.Ref is not (string or TextRope)) part = DataValue.Of((object)Coerce.ToText(frame.Run, part));
                result = Ops.Concat(frame.Run, result.Ref!, part.Ref!);
                if (texts[i + 1].Length > 0) result = Ops.Concat(frame.Run, result.Ref!, texts[i + 1]);
            }

            return result;
        };
    }

    private Eval Pattern(PatternExpr node)
    {
        var pattern = Patterns.PatternCode.Create(node.Pattern, node.Flags, out var problem);
        if (pattern is null)
        {
            problems.Add((node.Position, problem!));
            return Constant(default);
        }

        return frame =>
        {
            frame.Run.Allocate(48);
            return DataValue.Of((object)new PatternValue(pattern));
        };
    }

    private Eval Array(ArrayExpr node)
    {
        var items = node.Items.ConvertAll(item => (Value: Value(item is SpreadExpr spread ? spread.Value : item), Spread: item is SpreadExpr)).ToArray();
        var evals = System.Array.ConvertAll(items, item => item.Value);
        if (!System.Array.Exists(items, item => item.Spread))
        {
            return frame =>
            {
                var run = frame.Run;
                run.Allocate(56 + (16 * evals.Length));
                var array = new DataArray(evals.Length);
                foreach (var eval in evals)
                {
                    var value = Run.Settle(run, eval(frame));
                    if (value.Ref is null or ScriptObject) run.Taint(array, value);
                    array.Push(value);
                }

                return DataValue.Of((object)array);
            };
        }

        var positions = node.Items.ConvertAll(item => item.Position).ToArray();
        return frame =>
        {
            frame.Run.Allocate(56);
            var array = new DataArray();
            for (var i = 0; i < items.Length; i++)
            {
                var value = Run.Settle(frame.Run, items[i].Value(frame));
                frame.Run.At = positions[i];
                if (items[i].Spread) Iteration.AppendAll(frame.Run, value, array);
                else Access.Push(frame.Run, array, value);
            }

            return DataValue.Of((object)array);
        };
    }

    private Eval Object(ObjectExpr node)
    {
        var keys = node.Members.ConvertAll(m => m.Name).ToArray();
        var computed = node.Members.ConvertAll(m => m.Computed is null ? null : Value(m.Computed)).ToArray();
        var values = node.Members.ConvertAll(m => m.Value is SpreadExpr spread ? Value(spread.Value) : Named(m.Value, m.Name ?? "")).ToArray();
        var kinds = node.Members.Exists(m => m.Kind != MemberKind.Value) ? node.Members.ConvertAll(m => m.Kind).ToArray() : null;
        return frame =>
        {
            var run = frame.Run;
            run.Allocate(72 + (48 * keys.Length));
            var result = new DataObject(keys.Length);
            for (var i = 0; i < keys.Length; i++)
            {
                var key = keys[i] ?? (computed[i] is { } eval ? Coerce.ToKey(run, eval(frame)) : null);
                var value = Run.Settle(run, values[i](frame));
                if (key is null)
                {
                    Objects.CopyMembers(run, value, result);
                    continue;
                }

                if (kinds is not null && kinds[i] != MemberKind.Value)
                {
                    value = AccessorValue.Merge(kinds[i], (FunctionValue)value.Ref!, result.TryGet(key, out var before) ? before : default);
                    result.Origin = Lineage.Accessors;
                }

                if (value.Ref is null or ScriptObject) run.Taint(result, value);
                result.Set(key, value);
            }

            return DataValue.Of((object)result);
        };
    }

    /// <summary>A value that takes the name of what it is given to, when it is a function or class without one.</summary>
    private Eval Named(Expr value, string name) => value switch
    {
        FunctionExpr { Name: "" } function => Function(function, name),
        ClassExpr { Name: "" } type => Class(type, name),
        _ => Value(value),
    };

    private static Eval TemplateTexts(TemplateTextsExpr node)
    {
        var (cooked, raw) = (node.Cooked, node.Raw);
        return frame =>
        {
            frame.Run.Allocate(200 + (48 * cooked.Count));
            return DataValue.Of((object)new DataArray(cooked)
            {
                IsFrozen = true,
                Extras = new DataObject { ["raw"] = new DataArray(raw) { IsFrozen = true } },
            });
        };
    }

    private Eval Conditional(ConditionalExpr node)
    {
        var test = Condition(node.Test);
        var then = Value(node.Then);
        var otherwise = Value(node.Otherwise);
        return frame => test(frame) ? then(frame) : otherwise(frame);
    }

    private Eval Sequence(SequenceExpr node)
    {
        var items = node.Items.ConvertAll(Value).ToArray();
        return frame =>
        {
            for (var i = 0; i < items.Length - 1; i++) items[i](frame);
            return items[^1](frame);
        };
    }
}
