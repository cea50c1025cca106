using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Operators, with a fast path where both sides are numbers.</content>
internal sealed partial class Compiler
{
    private Eval Binary(BinaryExpr node)
    {
        switch (node.Op)
        {
            case "+": return Arithmetic<AddOp>(node.Left, node.Right, node.Position);
            case "-": return Arithmetic<SubtractOp>(node.Left, node.Right, node.Position);
            case "*": return Arithmetic<MultiplyOp>(node.Left, node.Right, node.Position);
            case "/": return Arithmetic<DivideOp>(node.Left, node.Right, node.Position);
            case "%": return Arithmetic<RemainderOp>(node.Left, node.Right, node.Position);
            case "**": return Arithmetic<PowerOp>(node.Left, node.Right, node.Position);
            case "&&":
                {
                    var (left, right) = (Value(node.Left), Value(node.Right));
                    return frame => left(frame) is var value && Coerce.IsTruthy(value) ? right(frame) : value;
                }

            case "||":
                {
                    var (left, right) = (Value(node.Left), Value(node.Right));
                    return frame => left(frame) is var value && Coerce.IsTruthy(value) ? value : right(frame);
                }

            case "??":
                {
                    var (left, right) = (Value(node.Left), Value(node.Right));
                    return frame => left(frame) is var value && value.IsNullish ? right(frame) : value;
                }

            case "&" or "|" or "^" or "<<" or ">>" or ">>>": return Bits(node.Op, Value(node.Left), Value(node.Right), node.Position);
            default:
                var test = Comparison(node);
                return frame => DataValue.Of(test(frame));
        }
    }

    private Test Comparison(BinaryExpr node) => node.Op switch
    {
        "<" => Compare<LessOp>(node),
        "<=" => Compare<LessOrEqualOp>(node),
        ">" => Compare<GreaterOp>(node),
        ">=" => Compare<GreaterOrEqualOp>(node),
        "===" => Compare<EqualOp>(node),
        "!==" => Compare<NotEqualOp>(node),
        "==" => Compare<LooseEqualOp>(node),
        "!=" => Compare<LooseNotEqualOp>(node),
        "in" => Relation(node, Access.Has, swap: true),
        _ => Relation(node, Objects.InstanceOf, swap: false),
    };

    private delegate bool Relating(Run run, in DataValue target, in DataValue key);

    private Test Relation(BinaryExpr node, Relating relate, bool swap)
    {
        var (left, right, position) = (Value(node.Left), Value(node.Right), node.Position);
        return frame =>
        {
            var l = left(frame);
            var r = right(frame);
            frame.Run.At = position;
            return swap ? relate(frame.Run, r, l) : relate(frame.Run, l, r);
        };
    }

    /// <summary>An expression as a condition, without making a boolean value of it.</summary>
    private Test Condition(Expr node)
    {
        switch (node)
        {
            case GroupExpr group: return Condition(group.Value);
            case UnaryExpr { Op: "!" } not:
                var inner = Condition(not.Operand);
                return frame => !inner(frame);
            case BinaryExpr { Op: "&&" } and:
                var (a, b) = (Condition(and.Left), Condition(and.Right));
                return frame => a(frame) && b(frame);
            case BinaryExpr { Op: "||" } or:
                var (c, d) = (Condition(or.Left), Condition(or.Right));
                return frame => c(frame) || d(frame);
            case BinaryExpr { Op: "<" or "<=" or ">" or ">=" or "==" or "!=" or "===" or "!==" or "in" or "instanceof" } comparison: return Comparison(comparison);
            default:
                var value = Value(node);
                return frame => Coerce.IsTruthy(value(frame));
        }
    }

    private Eval Arithmetic<T>(Expr leftNode, Expr rightNode, int position)
        where T : struct, IArithmetic
    {
        var left = Value(leftNode);
        if (rightNode is LiteralExpr { Value: { IsNumber: true } constant })
        {
            var number = constant.Num;
            if (IsLocal(leftNode, out var only))
            {
                return frame =>
                {
                    ref var l = ref frame.Locals[only];
                    return l.IsNumber ? DataValue.Of(T.Of(l.Num, number)) : Slow<T>(frame, position, l, constant);
                };
            }

            return frame =>
            {
                var l = left(frame);
                return l.IsNumber ? DataValue.Of(T.Of(l.Num, number)) : Slow<T>(frame, position, l, constant);
            };
        }

        var right = Value(rightNode);
        if (IsLocal(leftNode, out var slot) && IsLocal(rightNode, out var other))
        {
            return frame =>
            {
                ref var l = ref frame.Locals[slot];
                ref var r = ref frame.Locals[other];
                return l.IsNumber && r.IsNumber ? DataValue.Of(T.Of(l.Num, r.Num)) : Slow<T>(frame, position, l, r);
            };
        }

        return frame =>
        {
            var l = left(frame);
            var r = right(frame);
            return l.IsNumber && r.IsNumber ? DataValue.Of(T.Of(l.Num, r.Num)) : Slow<T>(frame, position, l, r);
        };
    }

    private static DataValue Slow<T>(Frame frame, int position, in DataValue left, in DataValue right)
        where T : struct, IArithmetic
    {
        frame.Run.At = position;
        return T.Slow(frame.Run, left, right);
    }

    private Test Compare<T>(BinaryExpr node)
        where T : struct, IComparison
    {
        var (left, right, position) = (Value(node.Left), Value(node.Right), node.Position);
        if (node.Right is LiteralExpr { Value: { IsNumber: true } constant })
        {
            var number = constant.Num;
            if (IsLocal(node.Left, out var only)) return frame => frame.Locals[only] is { IsNumber: true, Num: var n } ? T.Of(n, number) : SlowTest<T>(frame, position, frame.Locals[only], constant);
            return frame =>
            {
                var l = left(frame);
                return l.IsNumber ? T.Of(l.Num, number) : SlowTest<T>(frame, position, l, constant);
            };
        }

        if (IsLocal(node.Left, out var slot))
        {
            if (IsLocal(node.Right, out var other))
            {
                return frame =>
                {
                    ref var l = ref frame.Locals[slot];
                    ref var r = ref frame.Locals[other];
                    return l.IsNumber && r.IsNumber ? T.Of(l.Num, r.Num) : SlowTest<T>(frame, position, l, r);
                };
            }
        }

        return frame =>
        {
            var l = left(frame);
            var r = right(frame);
            return l.IsNumber && r.IsNumber ? T.Of(l.Num, r.Num) : SlowTest<T>(frame, position, l, r);
        };
    }

    private static bool SlowTest<T>(Frame frame, int position, in DataValue left, in DataValue right)
        where T : struct, IComparison
    {
        frame.Run.At = position;
        return T.Slow(frame.Run, left, right);
    }

    private static Eval Bits(string op, Eval left, Eval right, int position) => frame =>
    {
        var l = left(frame);
        var r = right(frame);
        frame.Run.At = position;
        return Ops.Bits(frame.Run, op, l, r);
    };

    private Eval Sum(SumExpr node)
    {
        var terms = node.Terms.ConvertAll(Value).ToArray();
        var position = node.Position;
        return frame =>
        {
            var sum = terms[0](frame);
            for (var i = 1; i < terms.Length; i++)
            {
                var term = terms[i](frame);
                if (sum.IsNumber && term.IsNumber) sum.Num += term.Num;
                else sum = Slow<AddOp>(frame, position, sum, term);
            }

            return sum;
        };
    }

    private Eval Unary(UnaryExpr node)
    {
        var position = node.Position;
        switch (node.Op)
        {
            case "!":
                var test = Condition(node);
                return frame => DataValue.Of(test(frame));
            case "delete": return Delete(node.Operand is ChainExpr chain ? chain.Body : node.Operand, position);
            case "typeof": return TypeOf(node.Operand);
        }

        if (node is { Op: "-", Operand: LiteralExpr { Value: { IsNumber: true } literal } }) return Constant(DataValue.Of(-literal.Num));
        var operand = Value(node.Operand);
        switch (node.Op)
        {
            case "void":
                return frame =>
                {
                    operand(frame);
                    return default;
                };
            case "~":
                return frame =>
                {
                    var value = operand(frame);
                    frame.Run.At = position;
                    if (Coerce.ToNumeric(frame.Run, value) is { Ref: BigIntValue } big) return Library.BigInts.Compute(frame.Run, '-', DataValue.Of((object)new BigIntValue(-1)), big);
                    return DataValue.Of((double)~Coerce.ToInt32(frame.Run, value));
                };
            case "+":
                return frame =>
                {
                    var value = operand(frame);
                    frame.Run.At = position;
                    return Coerce.ToNumeric(frame.Run, value) is { Ref: not BigIntValue } number ? number : throw frame.Run.TypeError("A BigInt is not a number; convert it with Number(…).");
                };
            default:
                return frame =>
                {
                    var value = operand(frame);
                    if (value.IsNumber) return DataValue.Of(-value.Num);
                    frame.Run.At = position;
                    var number = Coerce.ToNumeric(frame.Run, value);
                    if (number.Ref is BigIntValue big) return DataValue.Of((object)new BigIntValue(-big.Value));
                    return number.IsNumber ? DataValue.Of(-number.Num) : Inexact.Negate(frame.Run, number);
                };
        }
    }

    private Eval TypeOf(Expr operand)
    {
        if (operand is NameExpr { Binding: null } name && !Library.Globals.TryGet(name.Name, out _))
        {
            var text = name.Name;
            return frame => DataValue.Of((object)(frame.Run.Host.TryGetGlobal(text, out var found) ? Ops.Type(Run.ImportGlobal(text, found)) : "undefined"));
        }

        var value = Value(operand);
        return frame => DataValue.Of((object)Ops.Type(value(frame)));
    }

    private Eval Delete(Expr operand, int position)
    {
        if (operand is not (MemberExpr or IndexExpr)) return Constant(DataValue.Of(true));
        var target = Link(operand is MemberExpr member ? member.Target : ((IndexExpr)operand).Target, inChain: true);
        var key = operand is MemberExpr named ? Constant(DataValue.Of((object)named.Name)) : Value(((IndexExpr)operand).Key);
        var optional = operand is MemberExpr { Optional: true } or IndexExpr { Optional: true };
        return frame =>
        {
            var owner = target(frame);
            if (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish)) return DataValue.Of(true);
            var name = key(frame);
            frame.Run.At = position;
            return DataValue.Of(Access.Delete(frame.Run, owner, name));
        };
    }
}
