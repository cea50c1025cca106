using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Members and calls. Inside <c>a?.b.c</c> a link passes on the mark <see cref="DataTag.Unset"/> once the chain has ended early.</content>
internal sealed partial class Compiler
{
    private Eval Chain(ChainExpr node)
    {
        var body = Link(node.Body, inChain: true);
        return frame => body(frame) is var value && value.Ref == (object)DataTag.Unset ? default : value;
    }

    private Eval Link(Expr node, bool inChain) => node switch
    {
        MemberExpr member => Member(member, inChain),
        IndexExpr index => Index(index, inChain),
        CallExpr call => Call(call, inChain),
        PrivateExpr secret => Private(secret, inChain),
        _ => Value(node),
    };

    private Eval Member(MemberExpr node, bool inChain)
    {
        if (Known(node) is { IsUndefined: false } constant) return Constant(constant);
        RefuseReflection(node.Name, node.Target, node.Position);
        var (name, position, optional) = (node.Name, node.Position, node.Optional);
        var target = Link(node.Target, inChain);
        var hint = 0;
        if (!inChain)
        {
            return frame =>
            {
                var owner = target(frame);
                if (owner.Ref is DataObject members && members.TryGet(name, ref hint, out var value) && value.Ref is DataTag or string or DataObject) return value;
                frame.Run.At = position;
                return Access.Get(frame.Run, owner, name);
            };
        }

        return frame =>
        {
            var owner = target(frame);
            if (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish)) return DataValue.Unset;
            frame.Run.At = position;
            return Access.Get(frame.Run, owner, name, ref hint);
        };
    }

    /// <summary>A member of the library (<c>Math.floor</c>) is known before anything runs.</summary>
    private static DataValue Known(MemberExpr node)
    {
        if (node.Target is not NameExpr { Binding: null } library || !Globals.TryGet(library.Name, out var owner)) return default;
        return owner.Ref switch
        {
            LibraryObject known => known.Members.GetValueOrDefault(node.Name),
            NativeFunction { Statics: { } statics } => statics.GetValueOrDefault(node.Name),
            _ => default,
        };
    }

    private void RefuseReflection(string name, Expr target, int position)
    {
        if (name == "prototype" && target is NameExpr { Binding: null } library && Globals.TryGet(library.Name, out _))
            problems.Add((position, "prototype is not part of this dialect; call the method on a value."));
    }

    private Eval Index(IndexExpr node, bool inChain)
    {
        var (position, optional) = (node.Position, node.Optional);
        var target = Link(node.Target, inChain);
        var key = Value(node.Key);
        return frame =>
        {
            var owner = target(frame);
            if (inChain && (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish))) return DataValue.Unset;
            var at = key(frame);
            frame.Run.At = position;
            return Access.GetIndex(frame.Run, owner, at);
        };
    }

    private Eval Call(CallExpr node, bool inChain)
    {
        var invoke = Arguments(node.Arguments, node.Position);
        var (position, optional) = (node.Position, node.Optional);
        if (node.Callee is MemberExpr member && Known(member).IsUndefined) return MethodCall(member, invoke, optional, inChain, position);
        if (node.Callee is PrivateExpr or SuperExpr) return BoundCall(node.Callee, invoke, optional, inChain, position);
        if (node.Callee is NameExpr { Binding: null, Name: "Symbol" }) problems.Add((node.Position, "Symbol is not part of this dialect, except Symbol.iterator; use text keys or a Map."));
        if (node.Callee is IndexExpr index) return IndexCall(index, invoke, optional, inChain, position);
        var callee = Link(node.Callee, inChain);
        var described = node.Callee is NameExpr name ? name.Name : node.Callee is MemberExpr known ? known.Name : "This value";
        return frame =>
        {
            var function = callee(frame);
            if (inChain && (function.Ref == (object)DataTag.Unset || (optional && function.IsNullish))) return DataValue.Unset;
            return invoke(frame, function.Ref as FunctionValue ?? throw NoFunction(frame, position, described), default);
        };
    }

    private delegate DataValue Invoke(Frame frame, FunctionValue function, in DataValue self);

    private Eval MethodCall(MemberExpr member, Invoke invoke, bool optionalCall, bool inChain, int position)
    {
        RefuseReflection(member.Name, member.Target, member.Position);
        var target = Link(member.Target, inChain);
        var site = MethodSite.For(member.Name);
        var (name, optional, memberAt) = (member.Name, member.Optional, member.Position);
        var hint = 0;
        return frame =>
        {
            var owner = target(frame);
            if (inChain && (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish))) return DataValue.Unset;
            FunctionValue? function;
            if (owner.Ref is DataArray or string)
            {
                function = site.Find(owner);
            }
            else
            {
                if (owner.Ref is TextRope) owner = Run.Settle(frame.Run, owner);
                frame.Run.At = memberAt;
                var found = Access.Get(frame.Run, owner, name, ref hint);
                function = found.Ref as FunctionValue;
                if (function is null && found.IsNullish) function = site.Find(owner);
            }

            if (function is not null) return invoke(frame, function, owner);
            return optionalCall ? DataValue.Unset : throw NoFunction(frame, position, name);
        };
    }

    private Eval IndexCall(IndexExpr index, Invoke invoke, bool optionalCall, bool inChain, int position)
    {
        var target = Link(index.Target, inChain);
        var key = Value(index.Key);
        var optional = index.Optional;
        return frame =>
        {
            var owner = Run.Settle(frame.Run, target(frame));
            if (inChain && (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish))) return DataValue.Unset;
            var at = key(frame);
            frame.Run.At = position;
            var function = Access.GetIndex(frame.Run, owner, at);
            if (optionalCall && function.IsNullish) return DataValue.Unset;
            return invoke(frame, function.Ref as FunctionValue ?? throw NoFunction(frame, position, Coerce.ToText(frame.Run, at)), owner);
        };
    }

    /// <summary>A call of <c>target.#name(…)</c> or <c>super.name(…)</c>.</summary>
    private Eval BoundCall(Expr callee, Invoke invoke, bool optionalCall, bool inChain, int position)
    {
        if (callee is SuperExpr super)
        {
            var inherited = Super(super);
            return frame => inherited(frame) is var found && optionalCall && found.IsNullish ? DataValue.Unset
                : invoke(frame, found.Ref as FunctionValue ?? throw NoFunction(frame, position, $"super.{super.Name}"), frame.This);
        }

        var secret = (PrivateExpr)callee;
        var target = Link(secret.Target, inChain);
        var (name, key, optional) = (secret.Name, secret.Key, secret.Optional);
        return frame =>
        {
            var owner = target(frame);
            if (inChain && (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish))) return DataValue.Unset;
            frame.Run.At = position;
            var found = Lineage.GetPrivate(frame.Run, owner, key, name);
            if (optionalCall && found.IsNullish) return DataValue.Unset;
            return invoke(frame, found.Ref as FunctionValue ?? throw NoFunction(frame, position, name), owner);
        };
    }

    private static ScriptThrow NoFunction(Frame frame, int position, string name)
    {
        frame.Run.At = position;
        return frame.Run.TypeError($"{name} is not a function.");
    }

    /// <summary>Evaluates arguments and calls; small counts stay on the stack.</summary>
    private Invoke Arguments(List<Expr> nodes, int position)
    {
        if (nodes.Exists(n => n is SpreadExpr))
        {
            var list = Array(new ArrayExpr(position, nodes));
            return (Frame frame, FunctionValue function, in DataValue self) =>
            {
                var arguments = (DataArray)list(frame).Ref!;
                frame.Run.At = position;
                return function.Call(frame.Run, self, arguments.Span);
            };
        }

        var evals = nodes.ConvertAll(Value).ToArray();
        switch (evals.Length)
        {
            case 0:
                return (Frame frame, FunctionValue function, in DataValue self) =>
                {
                    frame.Run.At = position;
                    return function.Call(frame.Run, self, []);
                };
            case 1:
                var only = evals[0];
                return (Frame frame, FunctionValue function, in DataValue self) =>
                {
                    var a = Run.Settle(frame.Run, only(frame));
                    frame.Run.At = position;
                    return function.Call(frame.Run, self, [a]);
                };
            case 2:
                var (first, second) = (evals[0], evals[1]);
                return (Frame frame, FunctionValue function, in DataValue self) =>
                {
                    var a = Run.Settle(frame.Run, first(frame));
                    var b = Run.Settle(frame.Run, second(frame));
                    frame.Run.At = position;
                    return function.Call(frame.Run, self, [a, b]);
                };
            default:
                return (Frame frame, FunctionValue function, in DataValue self) =>
                {
                    var arguments = new DataValue[evals.Length];
                    for (var i = 0; i < evals.Length; i++) arguments[i] = Run.Settle(frame.Run, evals[i](frame));
                    frame.Run.At = position;
                    return function.Call(frame.Run, self, arguments);
                };
        }
    }

    private Eval New(NewExpr node)
    {
        var callee = Value(node.Callee);
        var list = Array(new ArrayExpr(node.Position, node.Arguments));
        var position = node.Position;
        var name = node.Callee is NameExpr known ? known.Name : "This value";
        return frame =>
        {
            var function = callee(frame);
            var arguments = (DataArray)list(frame).Ref!;
            frame.Run.At = position;
            if (function.Ref is ClassValue type) return type.Construct(frame.Run, arguments.Span, type);
            if (function.Ref is Closure { IsArrow: false } plain) return plain.MakeNew(frame.Run, arguments.Span);
            if (function.Ref is not NativeFunction { Construct: { } construct })
                throw frame.Run.TypeError($"{name} is not a constructor; new takes classes, functions and what the library has (Map, Set, Date, RegExp, Error, Array, Promise, Object).");
            return construct(frame.Run, default, arguments.Span);
        };
    }
}
