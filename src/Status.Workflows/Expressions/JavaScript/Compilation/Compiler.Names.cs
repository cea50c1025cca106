using System.Runtime.CompilerServices;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Reading and writing names.</content>
internal sealed partial class Compiler
{
    private Eval Name(NameExpr node)
    {
        if (node.Binding is not { } binding) return Global(node);
        var position = node.Position;
        var name = node.Name;
        if (binding.Function != _function)
        {
            var index = _function.CaptureIndex(binding);
            if (!node.MayBeUnset) return frame => frame.Captures[index].Value;
            return frame =>
            {
                ref var value = ref frame.Captures[index].Value;
                return value.Ref == (object)DataTag.Unset ? throw Unset(frame, position, name) : value;
            };
        }

        var slot = binding.Slot;
        if (binding.IsCaptured)
        {
            if (!node.MayBeUnset) return frame => BoxAt(frame, slot).Value;
            return frame =>
            {
                ref var value = ref BoxAt(frame, slot).Value;
                return value.Ref == (object)DataTag.Unset ? throw Unset(frame, position, name) : value;
            };
        }

        if (!node.MayBeUnset) return frame => frame.Locals[slot];
        return frame => frame.Locals[slot].Ref == (object)DataTag.Unset ? throw Unset(frame, position, name) : frame.Locals[slot];
    }

    /// <summary>Whether an expression is a variable that a delegate may read straight from its slot.</summary>
    private bool IsLocal(Expr node, out int slot)
    {
        if (node is NameExpr { MayBeUnset: false, Binding: { IsCaptured: false } binding } && binding.Function == _function)
        {
            slot = binding.Slot;
            return true;
        }

        slot = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Box BoxAt(Frame frame, int slot) => Unsafe.As<Box>(frame.Locals[slot].Ref!);

    private static ScriptThrow Unset(Frame frame, int position, string name)
    {
        frame.Run.At = position;
        return frame.Run.Error("ReferenceError", $"'{name}' is used before its declaration.");
    }

    private Eval Global(NameExpr node)
    {
        var (name, position) = (node.Name, node.Position);
        if (Globals.TryGet(name, out var known)) return Constant(known);
        if (Globals.Absent(name) is { } hint) problems.Add((position, hint));
        return frame => frame.Run.Host.TryGetGlobal(name, out var value) ? Run.ImportGlobal(name, value) : throw Unknown(frame, position, name);
    }

    private static ScriptThrow Unknown(Frame frame, int position, string name)
    {
        frame.Run.At = position;
        return frame.Run.Error("ReferenceError", $"'{name}' is not defined.");
    }

    private Store StoreName(NameExpr node, bool declares)
    {
        if (node.Binding is not { } binding) return (_, in _) => { };
        var (name, position) = (node.Name, node.Position);
        var check = !declares && node.MayBeUnset;
        if (binding.Function != _function)
        {
            var index = _function.CaptureIndex(binding);
            return (Frame frame, in DataValue value) =>
            {
                var box = frame.Captures[index];
                if (check && box.Value.Ref == (object)DataTag.Unset) throw Unset(frame, position, name);
                box.Value = value;
            };
        }

        var slot = binding.Slot;
        if (binding.IsCaptured)
        {
            return (Frame frame, in DataValue value) =>
            {
                var box = BoxAt(frame, slot);
                if (check && box.Value.Ref == (object)DataTag.Unset) throw Unset(frame, position, name);
                box.Value = value;
            };
        }

        if (!check) return (Frame frame, in DataValue value) => frame.Locals[slot] = value;
        return (Frame frame, in DataValue value) =>
        {
            if (frame.Locals[slot].Ref == (object)DataTag.Unset) throw Unset(frame, position, name);
            frame.Locals[slot] = value;
        };
    }

    /// <summary>Fresh boxes and "not yet declared" marks for the names of a block; <c>null</c> when none needs anything.</summary>
    private static Action<Frame>? EnterScope(BlockScope? scope)
    {
        if (scope is null) return null;
        var boxed = scope.Bindings.Where(b => b.IsCaptured).Select(b => (b.Slot, Unset: b is { IsLexical: true, NeedsUnset: true })).ToArray();
        var unset = scope.Bindings.Where(b => b is { IsCaptured: false, IsLexical: true, NeedsUnset: true }).Select(b => b.Slot).ToArray();
        if (boxed.Length == 0 && unset.Length == 0) return null;
        return frame =>
        {
            foreach (var slot in unset) frame.Locals[slot] = DataValue.Unset;
            if (boxed.Length == 0) return;
            frame.Run.Allocate(40 * boxed.Length);
            foreach (var (slot, isUnset) in boxed)
            {
                var box = new Box();
                if (isUnset) box.Value = DataValue.Unset;
                frame.Locals[slot] = DataValue.Of((object)box);
            }
        };
    }
}
