using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>Functions: their prologue, their code and the closures made of it.</content>
internal sealed partial class Compiler
{
    private Eval Function(FunctionExpr node, string name)
    {
        var scope = node.Scope!;
        var code = FunctionCode(node, name, scope);
        var sources = scope.Captures.Select(b => b.Function == _function ? (IsLocal: true, Index: b.Slot) : (IsLocal: false, Index: _function.CaptureIndex(b))).ToArray();
        var bytes = (node.IsGenerator || node.IsAsync ? 160 : 72) + (8 * sources.Length);
        var makes = (node.IsGenerator, node.IsAsync);
        return frame =>
        {
            frame.Run.Allocate(bytes);
            var captures = sources.Length == 0 ? [] : new Box[sources.Length];
            for (var i = 0; i < captures.Length; i++) captures[i] = sources[i].IsLocal ? BoxAt(frame, sources[i].Index) : frame.Captures[sources[i].Index];
            return DataValue.Of((object)(makes switch
            {
                (false, false) => new Closure(code, captures, frame.This),
                (true, var isAsync) => new GeneratorFunction(code, captures, isAsync),
                _ => new AsyncFunction(code, captures, frame.This),
            }));
        };
    }

    private FunctionCode FunctionCode(FunctionExpr node, string name, FunctionScope scope)
    {
        var (outer, wasProgram, wasAsyncGenerator) = (_function, _isProgram, _isAsyncGenerator);
        (_function, _isProgram, _isAsyncGenerator) = (scope, false, node is { IsAsync: true, IsGenerator: true });
        var index = _functions++;
        var bind = Bind(node, scope);
        // An async function that awaits nothing runs like any other.
        var isLeft = node.IsGenerator || (node.IsAsync && node.BodySuspends);
        var result = node.Result is null || isLeft ? null : Value(node.Result);
        var body = node.Result is null && !isLeft ? List(node.Body) : null;
        var steps = isLeft ? StepList(node.Result is null ? node.Body : [new ReturnStmt(node.Result.Position, node.Result)]) : null;
        (_function, _isProgram, _isAsyncGenerator) = (outer, wasProgram, wasAsyncGenerator);
        var count = node.Parameters.FindIndex(p => p.IsRest || p.Default is not null);
        return new FunctionCode(name, index, scope.SlotCount, count < 0 ? node.Parameters.Count : count, node.IsArrow) { Bind = bind, Result = result, Body = body, Steps = steps };
    }

    private BindArguments Bind(FunctionExpr node, FunctionScope scope)
    {
        var simple = node.Parameters.TrueForAll(p => p is { IsRest: false, Default: null, Target: NameExpr { Binding: { IsCaptured: false } b } } && b.Slot < node.Parameters.Count);
        var count = node.Parameters.Count;
        if (simple)
        {
            var prologue = Prologue(scope, null);
            return (frame, self, arguments) =>
            {
                var given = Math.Min(count, arguments.Length);
                for (var i = 0; i < given; i++) frame.Locals[i] = arguments[i];
                prologue?.Invoke(frame, self);
            };
        }

        var boxes = Prologue(scope, true);
        var functions = Prologue(scope, false);
        var stores = node.Parameters.ConvertAll(p => Element(p, declares: true)).ToArray();
        var rest = node.Parameters.FindIndex(p => p.IsRest);
        return (frame, self, arguments) =>
        {
            boxes?.Invoke(frame, self);
            for (var i = 0; i < stores.Length; i++)
            {
                if (i == rest) stores[i](frame, Rest(frame.Run, arguments, i));
                else stores[i](frame, i < arguments.Length ? arguments[i] : default);
            }

            functions?.Invoke(frame, self);
        };
    }

    private static DataValue Rest(Run run, ReadOnlySpan<DataValue> arguments, int from)
    {
        run.Allocate(56);
        var rest = new DataArray(Math.Max(0, arguments.Length - from));
        for (var i = from; i < arguments.Length; i++) Access.Push(run, rest, arguments[i]);
        return DataValue.Of((object)rest);
    }

    /// <summary>What happens before a body runs: boxes for captured names, marks for names not declared yet, the function declarations.</summary>
    /// <param name="scope">The function's names.</param>
    /// <param name="only"><c>true</c>: boxes and marks only; <c>false</c>: declarations only; <c>null</c>: both.</param>
    private Action<Frame, FunctionValue>? Prologue(FunctionScope scope, bool? only)
    {
        var enter = only == false ? null : EnterScope(scope);
        var functions = only == true ? null : Hoisted(scope);
        Store? own = only == false || scope.OwnName is null ? null : StoreBinding(scope.OwnName);
        if (enter is null && functions is null && own is null) return null;
        return (frame, self) =>
        {
            enter?.Invoke(frame);
            own?.Invoke(frame, DataValue.Of((object)self));
            functions?.Invoke(frame);
        };
    }

    private Action<Frame>? Hoisted(BlockScope scope)
    {
        if (scope.Functions.Count == 0) return null;
        var made = scope.Functions.ConvertAll(f => (Make: Function(f.Function, f.Function.Name), Store: StoreBinding(f.Binding!))).ToArray();
        return frame =>
        {
            foreach (var (make, store) in made) store(frame, make(frame));
        };
    }

    private static Store StoreBinding(Binding binding)
    {
        var slot = binding.Slot;
        if (binding.IsCaptured) return (Frame frame, in DataValue value) => BoxAt(frame, slot).Value = value;
        return (Frame frame, in DataValue value) => frame.Locals[slot] = value;
    }
}
