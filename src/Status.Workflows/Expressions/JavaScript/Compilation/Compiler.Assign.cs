using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Assignment.</content>
internal sealed partial class Compiler
{
    private Eval Assign(AssignExpr node)
    {
        if (node.Op == "=") return PlainAssign(node);
        if (node.Op is "&&=" or "||=" or "??=") return LogicalAssign(node);
        var op = node.Op[..^1];
        if (IsLocal(node.Target, out var slot) && op == "+") return AddToLocal(node, slot);
        return node.Target switch
        {
            NameExpr name => Store(Binary(new BinaryExpr(node.Position, op, name, node.Value)), StoreName(name, declares: false)),
            MemberExpr member => MemberUpdate(member, Combine(op, node.Value, node.Position), prefix: true),
            PrivateExpr secret => PrivateUpdate(secret, Combine(op, node.Value, node.Position), prefix: true),
            SuperExpr super => SuperUpdate(super),
            _ => IndexUpdate((IndexExpr)node.Target, Combine(op, node.Value, node.Position), prefix: true),
        };
    }

    private delegate DataValue Combining(Frame frame, in DataValue current);

    private static Eval Store(Eval value, Store store) => frame =>
    {
        var result = value(frame);
        store(frame, result);
        return result;
    };

    private Eval AddToLocal(AssignExpr node, int slot)
    {
        var value = Value(node.Value);
        var position = node.Position;
        return frame =>
        {
            ref var before = ref frame.Locals[slot];
            if (before.IsNumber)
            {
                // The left side counts as read first: "x += f()" uses x as it was before f changed it.
                var left = before.Num;
                var added = value(frame);
                ref var target = ref frame.Locals[slot];
                if (added.IsNumber && target.IsNumber)
                {
                    target.Num = left + added.Num;
                    return target;
                }

                return target = Slow<AddOp>(frame, position, DataValue.Of(left), added);
            }

            var current = before;
            var right = value(frame);
            return frame.Locals[slot] = Slow<AddOp>(frame, position, current, right);
        };
    }

    private Combining Combine(string op, Expr value, int position)
    {
        var right = Value(value);
        var combine = Operator(op);
        return (Frame frame, in DataValue before) =>
        {
            var left = before;
            var added = right(frame);
            frame.Run.At = position;
            return combine(frame.Run, left, added);
        };
    }

    private delegate DataValue Operate(Run run, in DataValue left, in DataValue right);

    private static Operate Operator(string op) => op switch
    {
        "+" => Ops.Add,
        "-" => (Run run, in DataValue l, in DataValue r) => Ops.Arithmetic(run, '-', l, r),
        "*" => (Run run, in DataValue l, in DataValue r) => Ops.Arithmetic(run, '*', l, r),
        "/" => (Run run, in DataValue l, in DataValue r) => Ops.Arithmetic(run, '/', l, r),
        "%" => (Run run, in DataValue l, in DataValue r) => Ops.Arithmetic(run, '%', l, r),
        "**" => (Run run, in DataValue l, in DataValue r) => Ops.Arithmetic(run, '^', l, r),
        _ => (Run run, in DataValue l, in DataValue r) => Ops.Bits(run, op, l, r),
    };

    private Eval PlainAssign(AssignExpr node)
    {
        var value = node.Target is NameExpr named ? Named(node.Value, named.Name) : Value(node.Value);
        switch (node.Target)
        {
            case NameExpr name: return Store(value, StoreName(name, declares: false));
            case MemberExpr member:
                {
                    var target = Value(member.Target);
                    var (key, position) = (member.Name, member.Position);
                    var hint = 0;
                    return frame =>
                    {
                        var owner = target(frame);
                        var result = Run.Settle(frame.Run, value(frame));
                        frame.Run.At = position;
                        Access.Set(frame.Run, owner, key, result, ref hint);
                        return result;
                    };
                }

            case IndexExpr index:
                {
                    var (target, key, position) = (Value(index.Target), Value(index.Key), index.Position);
                    return frame =>
                    {
                        var owner = target(frame);
                        var at = key(frame);
                        var result = Run.Settle(frame.Run, value(frame));
                        frame.Run.At = position;
                        Access.SetIndex(frame.Run, owner, at, result);
                        return result;
                    };
                }

            case PrivateExpr secret: return Store(frame => Run.Settle(frame.Run, value(frame)), PrivateTarget(secret));
            default: return Store(value, Target(node.Target, declares: false));
        }
    }

    private Eval LogicalAssign(AssignExpr node)
    {
        var op = node.Op;
        bool Keeps(in DataValue current) => op switch { "&&=" => !Coerce.IsTruthy(current), "||=" => Coerce.IsTruthy(current), _ => !current.IsNullish };
        var value = Value(node.Value);
        if (node.Target is NameExpr name)
        {
            var (read, store) = (Value(name), StoreName(name, declares: false));
            return frame =>
            {
                var current = read(frame);
                if (Keeps(current)) return current;
                var result = value(frame);
                store(frame, result);
                return result;
            };
        }

        if (node.Target is PrivateExpr or SuperExpr)
        {
            var (current, assign) = (Value(node.Target), Target(node.Target, declares: false));
            return frame =>
            {
                var before = current(frame);
                if (Keeps(before)) return before;
                var result = Run.Settle(frame.Run, value(frame));
                assign(frame, result);
                return result;
            };
        }

        var position = node.Target.Position;
        var target = Value(node.Target is MemberExpr member ? member.Target : ((IndexExpr)node.Target).Target);
        var key = node.Target is MemberExpr named ? Constant(DataValue.Of((object)named.Name)) : Value(((IndexExpr)node.Target).Key);
        return frame =>
        {
            var owner = target(frame);
            var at = key(frame);
            frame.Run.At = position;
            var current = Access.GetIndex(frame.Run, owner, at);
            if (Keeps(current)) return current;
            var result = Run.Settle(frame.Run, value(frame));
            frame.Run.At = position;
            Access.SetIndex(frame.Run, owner, at, result);
            return result;
        };
    }

    private Eval Update(UpdateExpr node)
    {
        var (delta, prefix, position) = (node.Delta, node.Prefix, node.Position);
        if (IsLocal(node.Target, out var slot))
        {
            return frame =>
            {
                ref var local = ref frame.Locals[slot];
                if (local.IsNumber)
                {
                    var before = local.Num;
                    local.Num = before + delta;
                    return DataValue.Of(prefix ? before + delta : before);
                }

                frame.Run.At = position;
                var old = Coerce.ToNumeric(frame.Run, local);
                frame.Locals[slot] = Ops.Increment(frame.Run, old, delta);
                return prefix ? frame.Locals[slot] : old;
            };
        }

        Combining add = (Frame frame, in DataValue current) => Ops.Increment(frame.Run, Coerce.ToNumeric(frame.Run, current), delta);
        if (node.Target is MemberExpr member) return MemberUpdate(member, add, prefix);
        if (node.Target is IndexExpr index) return IndexUpdate(index, add, prefix);
        if (node.Target is PrivateExpr secret) return PrivateUpdate(secret, add, prefix);
        if (node.Target is SuperExpr super) return SuperUpdate(super);
        var (read, store) = (Value(node.Target), StoreName((NameExpr)node.Target, declares: false));
        return frame =>
        {
            var current = read(frame);
            frame.Run.At = position;
            var old = Coerce.ToNumeric(frame.Run, current);
            var result = add(frame, old);
            store(frame, result);
            return prefix ? result : old;
        };
    }

    private Eval SuperUpdate(SuperExpr node)
    {
        problems.Add((node.Position, "super.name can be read and called; to change it, use this.name."));
        return Constant(default);
    }

    private Eval MemberUpdate(MemberExpr member, Combining combine, bool prefix)
    {
        var target = Value(member.Target);
        var (key, position) = (member.Name, member.Position);
        var hint = 0;
        return frame =>
        {
            var owner = target(frame);
            frame.Run.At = position;
            var current = Access.Get(frame.Run, owner, key, ref hint);
            var result = Run.Settle(frame.Run, combine(frame, current));
            frame.Run.At = position;
            Access.Set(frame.Run, owner, key, result, ref hint);
            return prefix ? result : Coerce.ToNumeric(frame.Run, current);
        };
    }

    private Eval IndexUpdate(IndexExpr index, Combining combine, bool prefix)
    {
        var (target, key, position) = (Value(index.Target), Value(index.Key), index.Position);
        return frame =>
        {
            var owner = target(frame);
            var at = key(frame);
            frame.Run.At = position;
            var current = Access.GetIndex(frame.Run, owner, at);
            var result = Run.Settle(frame.Run, combine(frame, current));
            frame.Run.At = position;
            Access.SetIndex(frame.Run, owner, at, result);
            return prefix ? result : Coerce.ToNumeric(frame.Run, current);
        };
    }
}
