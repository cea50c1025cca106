using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Loops. Every round is a step of the budget.</content>
internal sealed partial class Compiler
{
    /// <summary>Whether a body's ending ends the loop too; clears the label when it was meant for this loop.</summary>
    private static bool Ends(Frame frame, Flow flow, string? label, out Flow result)
    {
        result = Flow.Next;
        if (flow == Flow.Next) return false;
        if (flow == Flow.Return)
        {
            result = flow;
            return true;
        }

        if (frame.Label is not null && frame.Label != label)
        {
            result = flow;
            return true;
        }

        frame.Label = null;
        return flow == Flow.Break;
    }

    private Exec While(WhileStmt node, string? label)
    {
        var test = Condition(node.Test);
        var body = Statement(node.Body);
        var (testAfter, clears, position) = (node.TestAfter, _isProgram, node.Position);
        return frame =>
        {
            if (clears) frame.Completion = default;
            var run = frame.Run;
            if (!testAfter && !test(frame)) return Flow.Next;
            do
            {
                run.At = position;
                run.Step();
                if (Ends(frame, body(frame), label, out var result)) return result;
            }
            while (test(frame));
            return Flow.Next;
        };
    }

    private Exec For(ForStmt node, string? label)
    {
        var enter = EnterScope(node.Scope);
        var renew = Renew(node);
        var init = node.Init is null ? null : Statement(node.Init);
        var test = node.Test is null ? null : Condition(node.Test);
        var update = node.Update is null ? null : Value(node.Update);
        var body = Statement(node.Body);
        var (clears, position) = (_isProgram, node.Position);
        return frame =>
        {
            enter?.Invoke(frame);
            init?.Invoke(frame);
            if (clears) frame.Completion = default;
            var run = frame.Run;
            while (test is null || test(frame))
            {
                run.At = position;
                run.Step();
                if (Ends(frame, body(frame), label, out var result)) return result;
                renew?.Invoke(frame);
                update?.Invoke(frame);
            }

            return Flow.Next;
        };
    }

    /// <summary>Each round of <c>for (let …)</c> has variables of its own, so that closures made in it keep that round's values.</summary>
    private static Action<Frame>? Renew(ForStmt node)
    {
        var slots = node.Scope!.Bindings.Where(b => b is { IsCaptured: true, Kind: DeclarationKind.Let }).Select(b => b.Slot).ToArray();
        if (slots.Length == 0) return null;
        return frame =>
        {
            frame.Run.Allocate(40 * slots.Length);
            foreach (var slot in slots) frame.Locals[slot] = DataValue.Of((object)new Box { Value = BoxAt(frame, slot).Value });
        };
    }

    private Exec ForEach(ForEachStmt node, string? label)
    {
        var enter = EnterScope(node.Scope);
        var source = Value(node.Source);
        var store = Target(node.Target, node.Kind is not null);
        var body = Statement(node.Body);
        var (clears, position, overKeys) = (_isProgram, node.Position, node.OverKeys);
        return frame =>
        {
            enter?.Invoke(frame);
            var value = Run.Settle(frame.Run, source(frame));
            if (clears) frame.Completion = default;
            frame.Run.At = position;
            if (overKeys) return Keys(frame, value, enter, store, body, label, position);
            if (value.Ref is DataArray array) return Items(frame, array, enter, store, body, label, position);
            foreach (var item in Iteration.Of(frame.Run, value))
            {
                frame.Run.At = position;
                frame.Run.Step();
                enter?.Invoke(frame);
                store(frame, item);
                if (Ends(frame, body(frame), label, out var result)) return result;
            }

            return Flow.Next;
        };
    }

    private static Flow Items(Frame frame, DataArray array, Action<Frame>? enter, Store store, Exec body, string? label, int position)
    {
        for (var i = 0; i < array.Count; i++)
        {
            frame.Run.At = position;
            frame.Run.Step();
            enter?.Invoke(frame);
            store(frame, Coerce.Plain(array.Span[i]));
            if (Ends(frame, body(frame), label, out var result)) return result;
        }

        return Flow.Next;
    }

    private static Flow Keys(Frame frame, in DataValue value, Action<Frame>? enter, Store store, Exec body, string? label, int position)
    {
        if (value.IsNullish) return Flow.Next;
        var owner = value;
        foreach (var key in Objects.Keys(frame.Run, owner))
        {
            frame.Run.At = position;
            frame.Run.Step();
            if (owner.Ref is DataObject members && !members.ContainsKey(key)) continue;
            enter?.Invoke(frame);
            store(frame, DataValue.Of((object)key));
            if (Ends(frame, body(frame), label, out var result)) return result;
        }

        return Flow.Next;
    }
}
