using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Expressions.JavaScript.Syntax;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <content>What an assignment or a declaration fills: names, members and patterns.</content>
internal sealed partial class Compiler
{
    /// <summary>Fills a name, a member or a pattern.</summary>
    private Store Target(Expr target, bool declares)
    {
        switch (target)
        {
            case NameExpr name: return StoreName(name, declares);
            case ArrayPattern array: return ArrayTarget(array, declares);
            case ObjectPattern pattern: return ObjectTarget(pattern, declares);
            case PrivateExpr secret: return PrivateTarget(secret);
            case SuperExpr super:
                SuperUpdate(super);
                return (_, in _) => { };
            default:
                var owner = Value(target is MemberExpr member ? member.Target : ((IndexExpr)target).Target);
                var key = target is MemberExpr named ? Constant(DataValue.Of((object)named.Name)) : Value(((IndexExpr)target).Key);
                var position = target.Position;
                return (Frame frame, in DataValue value) =>
                {
                    var into = owner(frame);
                    var at = key(frame);
                    frame.Run.At = position;
                    Access.SetIndex(frame.Run, into, at, value);
                };
        }
    }

    private Store Element(PatternElement element, bool declares)
    {
        var store = Target(element.Target, declares);
        if (element.Default is null) return store;
        var fallback = element.Target is NameExpr name ? Named(element.Default, name.Name) : Value(element.Default);
        return (Frame frame, in DataValue value) =>
        {
            if (value.IsUndefined) store(frame, fallback(frame));
            else store(frame, value);
        };
    }

    private Store ArrayTarget(ArrayPattern pattern, bool declares)
    {
        var stores = pattern.Elements.ConvertAll(e => e is null ? null : Element(e, declares)).ToArray();
        var rest = pattern.Elements.FindIndex(e => e is { IsRest: true });
        var (count, position) = (rest < 0 ? stores.Length : rest, pattern.Position);
        return (Frame frame, in DataValue value) =>
        {
            frame.Run.At = position;
            var source = value.Ref as DataArray ?? Iteration.Take(frame.Run, value, rest < 0 ? count : int.MaxValue);
            for (var i = 0; i < count; i++) stores[i]?.Invoke(frame, i < source.Count ? Coerce.Plain(source.Span[i]) : default);
            if (rest < 0) return;
            frame.Run.Allocate(56);
            var items = new DataArray();
            for (var i = rest; i < source.Count; i++) Access.Push(frame.Run, items, source.Span[i]);
            stores[rest]!(frame, DataValue.Of((object)items));
        };
    }

    private Store ObjectTarget(ObjectPattern pattern, bool declares)
    {
        var elements = pattern.Elements.ConvertAll(e => (e.Name, Key: e.Computed is null ? null : Value(e.Computed), Store: Element(e, declares), e.IsRest)).ToArray();
        var position = pattern.Position;
        return (Frame frame, in DataValue value) =>
        {
            frame.Run.At = position;
            if (value.IsNullish) throw frame.Run.TypeError($"Cannot take members out of {(value.IsUndefined ? "undefined" : "null")}.");
            var source = value;
            var taken = elements.Length > 0 && elements[^1].IsRest ? new HashSet<string>(StringComparer.Ordinal) : null;
            foreach (var element in elements)
            {
                if (element.IsRest)
                {
                    element.Store(frame, Objects.CopyWithout(frame.Run, source, taken!));
                    return;
                }

                var key = element.Name ?? Coerce.ToKey(frame.Run, element.Key!(frame));
                taken?.Add(key);
                frame.Run.At = position;
                element.Store(frame, Access.Get(frame.Run, source, key));
            }
        };
    }
}
