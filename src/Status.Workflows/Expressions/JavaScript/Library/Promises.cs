using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Promise</c>. Nothing in a script happens by itself later, so a promise is settled by the script or never; callbacks run in the order of ECMA-262, once the script's own text has ended.</summary>
internal static class Promises
{
    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("then", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Then(run, This(run, self), a.Arg(0).Ref as FunctionValue, a.Arg(1).Ref as FunctionValue)),
        ("catch", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Then(run, This(run, self), null, a.Arg(0).Ref as FunctionValue)),
        ("finally", 1, Finally));

    public static readonly NativeFunction Constructor = new("Promise", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => throw run.TypeError("Make it with new."))
    {
        Construct = Construct,
        HasInstance = value => value.Ref is PromiseValue,
        Statics = Lib.Members(
            ("resolve", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of((object)Of(run, a.Arg(0)))),
            ("reject", 1, Rejected),
            ("all", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => All(run, a.Arg(0), settled: false)),
            ("allSettled", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => All(run, a.Arg(0), settled: true)),
            ("race", 1, Race),
            ("any", 1, Any)),
    };

    /// <summary>Goes on, later, with the value of a promise (or of anything else) and whether it was rejected.</summary>
    public static void WhenSettled(Run run, in DataValue value, Action<DataValue, bool> goOn)
    {
        var promise = Of(run, value);
        promise.WhenSettled(run, () => goOn(promise.Value, promise.IsRejected));
    }

    /// <summary>The end of a program: what was put off is done, a promise as its result is awaited, a rejection that nobody saw ends it.</summary>
    public static DataValue Finish(Run run, in DataValue result)
    {
        if (result.Ref is PromiseValue promise) promise.IsHandled = true;
        run.Drain();
        if (run.FirstUnhandled() is { } unseen) throw new ScriptThrow(unseen.Value, run.At);
        if (result.Ref is not PromiseValue end) return result;
        if (!end.IsSettled) throw run.Error("Error", "This promise is never settled: nothing in a script happens later by itself.");
        return end.IsRejected ? throw new ScriptThrow(end.Value, run.At) : Run.Settle(run, end.Value);
    }

    public static (DataValue Resolve, DataValue Reject) Resolvers(PromiseValue promise) => (
        DataValue.Of((object)new NativeFunction("resolve", 1, (Run run, in DataValue _, ReadOnlySpan<DataValue> a) =>
        {
            promise.Resolve(run, a.Arg(0));
            return default;
        })),
        DataValue.Of((object)new NativeFunction("reject", 1, (Run run, in DataValue _, ReadOnlySpan<DataValue> a) =>
        {
            promise.Reject(run, a.Arg(0));
            return default;
        })));

    private static PromiseValue This(Run run, in DataValue self) => self.Ref as PromiseValue ?? throw run.TypeError("This method needs a promise.");

    public static PromiseValue Of(Run run, in DataValue value)
    {
        if (value.Ref is PromiseValue known) return known;
        var promise = PromiseValue.Make(run);
        promise.Resolve(run, value);
        return promise;
    }

    private static DataValue Construct(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var executor = arguments.Callback(run, 0, "Promise");
        var promise = PromiseValue.Make(run);
        run.Allocate(200);
        var (resolve, reject) = Resolvers(promise);
        var depth = run.Depth;
        try
        {
            executor.Call(run, default, [resolve, reject]);
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            promise.Reject(run, thrown.Value);
        }

        return DataValue.Of((object)promise);
    }

    private static DataValue Rejected(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var promise = PromiseValue.Make(run);
        promise.Reject(run, arguments.Arg(0));
        return DataValue.Of((object)promise);
    }

    private static DataValue Then(Run run, PromiseValue promise, FunctionValue? fulfilled, FunctionValue? rejected)
    {
        var next = PromiseValue.Make(run);
        promise.WhenSettled(run, () =>
        {
            var handler = promise.IsRejected ? rejected : fulfilled;
            if (handler is null && promise.IsRejected) next.Reject(run, promise.Value);
            else if (handler is null) next.Resolve(run, promise.Value);
            else Into(run, next, () => handler.Call(run, default, [promise.Value]));
        });
        return DataValue.Of((object)next);
    }

    private static DataValue Finally(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var promise = This(run, self);
        if (arguments.Arg(0).Ref is not FunctionValue callback) return Then(run, promise, null, null);
        var next = PromiseValue.Make(run);
        promise.WhenSettled(run, () =>
        {
            // What the callback gives is waited for; then the promise goes on as it was, in a turn of its own.
            Into(run, next, () =>
            {
                var between = Of(run, callback.Call(run, default, []));
                var after = PromiseValue.Make(run);
                between.WhenSettled(run, () =>
                {
                    var ended = between.IsRejected ? between : promise;
                    if (ended.IsRejected) after.Reject(run, ended.Value);
                    else after.Resolve(run, ended.Value);
                });
                return DataValue.Of((object)after);
            });
        });
        return DataValue.Of((object)next);
    }

    private static DataValue All(Run run, in DataValue items, bool settled)
    {
        var result = PromiseValue.Make(run);
        var promises = Iteration.ToArray(run, Iteration.Of(run, items)).Span.ToArray().Select(item => Of(run, item)).ToList();
        var values = Lib.NewArray(run, promises.Count);
        foreach (var _ in promises) Access.Push(run, values, default);
        var left = promises.Count;
        if (left == 0) result.Resolve(run, Lib.Of(values));
        for (var i = 0; i < promises.Count; i++)
        {
            var (promise, at) = (promises[i], i);
            promise.WhenSettled(run, () =>
            {
                if (promise.IsRejected && !settled) result.Reject(run, promise.Value);
                Access.SetItem(run, values, at, settled ? Outcome(run, promise) : promise.Value);
                if (--left == 0) result.Resolve(run, Lib.Of(values));
            });
        }

        return DataValue.Of((object)result);
    }

    private static DataValue Outcome(Run run, PromiseValue promise)
    {
        run.Allocate(120);
        var outcome = new DataObject();
        Objects.Put(run, outcome, "status", Lib.Of(promise.IsRejected ? "rejected" : "fulfilled"));
        Objects.Put(run, outcome, promise.IsRejected ? "reason" : "value", promise.Value);
        return DataValue.Of((object)outcome);
    }

    private static DataValue Race(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var result = PromiseValue.Make(run);
        foreach (var item in Iteration.Of(run, arguments.Arg(0)))
        {
            var promise = Of(run, item);
            promise.WhenSettled(run, () => Copy(run, promise, result));
        }

        return DataValue.Of((object)result);
    }

    private static DataValue Any(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var result = PromiseValue.Make(run);
        var promises = Iteration.ToArray(run, Iteration.Of(run, arguments.Arg(0))).Span.ToArray().Select(item => Of(run, item)).ToList();
        var left = promises.Count;
        void Fail() => result.Reject(run, DataValue.Of((object)new ErrorValue("AggregateError", "All promises were rejected")));
        if (left == 0) Fail();
        foreach (var promise in promises)
        {
            promise.WhenSettled(run, () =>
            {
                if (!promise.IsRejected) result.Resolve(run, promise.Value);
                else if (--left == 0) Fail();
            });
        }

        return DataValue.Of((object)result);
    }

    private static void Copy(Run run, PromiseValue from, PromiseValue to)
    {
        if (from.IsRejected) to.Reject(run, from.Value);
        else to.Resolve(run, from.Value);
    }

    private static void Into(Run run, PromiseValue promise, Func<DataValue> work)
    {
        var depth = run.Depth;
        try
        {
            promise.Resolve(run, work());
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            promise.Reject(run, thrown.Value);
        }
    }
}
