using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>What <c>for await</c> and <c>yield*</c> of an async generator walk over: an async iterator, or anything else whose items are awaited.</summary>
internal sealed class AsyncItems
{
    /// <summary>What <c>Symbol.asyncIterator</c> is here: a key that lists do not show.</summary>
    public const string SymbolKey = "@@asyncIterator";

    /// <summary>Methods of async generators.</summary>
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("next", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Ask(run, Resume.Next, a.Arg(0))),
        ("return", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Ask(run, Resume.Return, a.Arg(0))),
        ("throw", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => This(run, self).Ask(run, Resume.Throw, a.Arg(0))),
        (SymbolKey, 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => self));

    private readonly DataValue _iterator;
    private readonly IEnumerator<DataValue>? _plain;
    private readonly bool _hasReturn;

    private AsyncItems(in DataValue iterator, IEnumerator<DataValue>? plain, bool hasReturn = false) => (_iterator, _plain, _hasReturn) = (iterator, plain, hasReturn);

    /// <summary>What it ended with.</summary>
    public DataValue Last { get; private set; }

    public static AsyncItems Of(Run run, in DataValue value)
    {
        if (value.Ref is AsyncGeneratorValue) return new AsyncItems(value, null);
        if (value.Ref is DataObject && Access.Get(run, value, SymbolKey).Ref is FunctionValue make) return new AsyncItems(make.Call(run, value, []), null);
        return new AsyncItems(default, Iteration.Of(run, value).GetEnumerator(), value.Ref is GeneratorValue or DataObject);
    }

    public static DataValue Result(Run run, in DataValue value, bool isDone)
    {
        run.Allocate(120);
        var result = new DataObject(2);
        if (value.Ref is null or ScriptObject) run.Taint(result, value);
        result.Set("value", value);
        result.Set("done", DataValue.Of(isDone));
        return DataValue.Of((object)result);
    }

    /// <summary>Asks for the next item; what it gives is awaited.</summary>
    public DataValue Next(Run run, in DataValue sent) => Ask(run, Resume.Next, sent)!.Value;

    /// <summary>Asks for something; <c>null</c> when there is no method for it.</summary>
    public DataValue? Ask(Run run, Resume mode, in DataValue sent)
    {
        if (_iterator.Ref is AsyncGeneratorValue generator) return generator.Ask(run, mode, sent);
        if (_plain is not null)
        {
            if (mode != Resume.Next) return null;
            // The item is awaited in a turn of its own, then what tells of it, as ECMA-262 wraps plain iterators (§27.1.4).
            var isDone = !_plain.MoveNext();
            var told = PromiseValue.Make(run);
            Promises.WhenSettled(run, isDone ? default : _plain.Current, (value, rejected) =>
            {
                if (rejected) told.Reject(run, value);
                else told.Resolve(run, Result(run, value, isDone));
            });
            return DataValue.Of((object)told);
        }

        if (Access.Get(run, _iterator, mode switch { Resume.Next => "next", Resume.Return => "return", _ => "throw" }).Ref is FunctionValue method) return method.Call(run, _iterator, [sent]);
        return mode == Resume.Next ? throw run.TypeError("An iterator needs a function next.") : null;
    }

    /// <summary>Takes the item out of what was awaited; <c>false</c> when there is none any more.</summary>
    public bool Take(Run run, in DataValue settled, out DataValue item)
    {
        if (!Ops.IsObject(settled)) throw run.TypeError("next must give an object.");
        item = Access.Get(run, settled, "value");
        if (!Coerce.IsTruthy(Access.Get(run, settled, "done"))) return true;
        Last = item;
        return false;
    }

    /// <summary>Tells it that nothing more is wanted; <c>null</c> when there is nothing to await.</summary>
    public DataValue? Leave(Run run)
    {
        if (_plain is null) return Ask(run, Resume.Return, default);
        _plain.Dispose();
        var told = PromiseValue.Make(run);
        if (_hasReturn) Promises.WhenSettled(run, default, (_, _) => told.Resolve(run, Result(run, default, isDone: true)));
        else told.Resolve(run, default);
        return DataValue.Of((object)told);
    }

    private static AsyncGeneratorValue This(Run run, in DataValue self) => self.Ref as AsyncGeneratorValue ?? throw run.TypeError("This method needs an async generator.");
}
