using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Classes, <c>super</c> and private members.</content>
internal sealed partial class Compiler
{
    private sealed record MemberCode(MemberKind Kind, bool IsStatic, string? Name, string? PrivateKey, Eval? Computed, Eval? Value, Store? FieldKey);

    private Eval Class(ClassExpr node, string name)
    {
        var parent = node.Parent is null ? null : Value(node.Parent);
        var enter = EnterScope(node.Scope);
        var home = StoreBinding(node.Scope!.Find(SuperExpr.HomeName)!);
        var own = node.Name.Length > 0 ? StoreBinding(node.Scope.Find(node.Name)!) : null;
        var constructor = node.Constructor is null ? null : Function(node.Constructor, name);
        var fields = node.Fields is null ? null : Function(node.Fields, name);
        var statics = node.Statics is null ? null : Function(node.Statics, name);
        var members = node.Members.Where(m => m.Value is not null || m.FieldKey is not null).Select(m => new MemberCode(
            m.Kind, m.IsStatic, m.Name, m.IsPrivate ? $"{m.Name}@{node.Number}" : null, m.Computed is null ? null : Value(m.Computed), m.Value is FunctionExpr method ? Function(method, m.Name ?? "") : null,
            m.FieldKey is null ? null : StoreBinding(node.Scope!.Find(m.FieldKey)!))).ToArray();
        var position = node.Position;
        return frame =>
        {
            var run = frame.Run;
            run.At = position;
            run.Allocate(400 + (100 * members.Length));
            var inherits = parent?.Invoke(frame) ?? default;
            run.At = position;
            enter?.Invoke(frame);
            var type = new ClassValue(name, ClassValue.ParentOf(run, parent is not null, inherits));
            var self = DataValue.Of((object)type);
            home(frame, self);
            type.Constructor = constructor?.Invoke(frame).Ref as Closure;
            type.Fields = fields?.Invoke(frame).Ref as Closure;
            foreach (var member in members)
            {
                var key = member.PrivateKey ?? member.Name ?? Coerce.ToKey(run, member.Computed!(frame));
                if (member.Value is null)
                {
                    member.FieldKey!(frame, DataValue.Of((object)key));
                    continue;
                }

                type.Define(run, member.Kind, key, member.IsStatic, member.PrivateKey is not null, (FunctionValue)member.Value(frame).Ref!);
            }

            own?.Invoke(frame, self);
            if (statics?.Invoke(frame).Ref is Closure fill) fill.Call(run, self, []);
            return self;
        };
    }

    /// <summary><c>this</c>; in a constructor that has not called <c>super</c> yet there is none.</summary>
    private static Eval This() => frame =>
    {
        if (frame.This.Ref == (object)DataTag.Unset) throw frame.Run.Error("ReferenceError", "super(…) must be called before this is used.");
        return frame.This;
    };

    private Exec Field(FieldStmt node)
    {
        var value = node.Value switch
        {
            null => Constant(default),
            FunctionExpr { Name: "" } function => Function(function, node.Name),
            _ => Value(node.Value),
        };
        var (name, key, position) = (node.Name, node.PrivateKey, node.Position);
        var computed = node.Key is null ? null : Value(node.Key);
        return frame =>
        {
            var settled = Run.Settle(frame.Run, value(frame));
            frame.Run.At = position;
            if (computed is not null) Lineage.DefineField(frame.Run, frame.This, (string)computed(frame).Ref!, settled);
            else if (key is not null) Lineage.AddPrivate(frame.Run, frame.This, key, settled);
            else Lineage.DefineField(frame.Run, frame.This, name, settled);
            return Flow.Next;
        };
    }

    private Eval Super(SuperExpr node)
    {
        var home = Value(node.Home);
        var key = node.Key is null ? Constant(DataValue.Of((object)node.Name!)) : Value(node.Key);
        var (isStatic, position) = (node.IsStatic, node.Position);
        return frame =>
        {
            var type = (ClassValue)home(frame).Ref!;
            var name = Coerce.ToKey(frame.Run, key(frame));
            frame.Run.At = position;
            return isStatic ? Access.Get(frame.Run, DataValue.Of((object)type.Parent!), name) : type.GetFromParent(frame.Run, frame.This, name);
        };
    }

    private Eval SuperCall(SuperCallExpr node)
    {
        var home = Value(node.Home);
        var list = Array(new ArrayExpr(node.Position, node.Arguments));
        var position = node.Position;
        return frame =>
        {
            var run = frame.Run;
            var type = (ClassValue)home(frame).Ref!;
            var arguments = (DataArray)list(frame).Ref!;
            run.At = position;
            if (frame.This.Ref != (object)DataTag.Unset) throw run.Error("ReferenceError", "super(…) was called twice.");
            var self = type.ConstructParent(run, arguments.Span, frame.NewTarget ?? type);
            frame.This = self;
            type.Initialize(run, self);
            return self;
        };
    }

    private Eval Private(PrivateExpr node, bool inChain)
    {
        var target = Link(node.Target, inChain);
        var (name, key, position, optional) = (node.Name, node.Key, node.Position, node.Optional);
        return frame =>
        {
            var owner = target(frame);
            if (inChain && (owner.Ref == (object)DataTag.Unset || (optional && owner.IsNullish))) return DataValue.Unset;
            frame.Run.At = position;
            return Lineage.GetPrivate(frame.Run, owner, key, name);
        };
    }

    private Eval PrivateUpdate(PrivateExpr node, Combining combine, bool prefix)
    {
        var target = Value(node.Target);
        var (name, key, position) = (node.Name, node.Key, node.Position);
        return frame =>
        {
            var owner = target(frame);
            frame.Run.At = position;
            var current = Lineage.GetPrivate(frame.Run, owner, key, name);
            var result = Run.Settle(frame.Run, combine(frame, current));
            frame.Run.At = position;
            Lineage.SetPrivate(frame.Run, owner, key, name, result);
            return prefix ? result : Coerce.ToNumeric(frame.Run, current);
        };
    }

    private Store PrivateTarget(PrivateExpr node)
    {
        var target = Value(node.Target);
        var (name, key, position) = (node.Name, node.Key, node.Position);
        return (Frame frame, in DataValue value) =>
        {
            var owner = target(frame);
            frame.Run.At = position;
            Lineage.SetPrivate(frame.Run, owner, key, name, value);
        };
    }

    private Eval HasPrivate(HasPrivateExpr node)
    {
        var (value, key) = (Value(node.Value), node.Key);
        return frame => value(frame) is var owner && Ops.IsObject(owner) ? DataValue.Of(Lineage.HasPrivate(owner, key)) : throw frame.Run.TypeError("'in' needs an object on its right side.");
    }
}
