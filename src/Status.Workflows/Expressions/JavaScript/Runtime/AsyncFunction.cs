using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>An async function: runs to its end at once, since all that it can await is settled within the script, and gives a promise.</summary>
internal sealed class AsyncFunction : FunctionValue
{
    private readonly Closure _body;

    public AsyncFunction(Closure body)
        : base(body.Name)
    {
        _body = body;
        body.Wrapper = this;
    }

    public override int Length => _body.Length;

    public override DataValue Call(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var depth = run.Depth;
        var promise = PromiseValue.Make(run);
        try
        {
            promise.Resolve(run, _body.Call(run, self, arguments));
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            promise.Reject(run, thrown.Value);
        }

        return DataValue.Of((object)promise);
    }
}

/// <summary>What <c>Promise</c> makes.</summary>
internal sealed class PromiseValue : ScriptObject
{
    private List<Action>? _reactions;

    public bool IsSettled { get; private set; }

    public bool IsRejected { get; private set; }

    /// <summary>Somebody looks at how it ends.</summary>
    public bool IsHandled { get; set; }

    public DataValue Value { get; private set; }

    private bool IsResolved { get; set; }

    public static PromiseValue Make(Run run)
    {
        run.Step();
        run.Allocate(120);
        return new PromiseValue();
    }

    /// <summary>Settles it with a value; with another promise it follows that one.</summary>
    public void Resolve(Run run, in DataValue value)
    {
        if (IsResolved) return;
        IsResolved = true;
        if (value.Ref == (object)this) Settle(run, run.TypeError("A promise cannot wait for itself.").Value, rejected: true);
        else if (value.Ref is PromiseValue other) Follow(run, other);
        else if (value.Ref is DataObject && Access.Get(run, value, "then").Ref is FunctionValue then) FollowThenable(run, value, then);
        else Settle(run, value, rejected: false);
    }

    public void Reject(Run run, in DataValue reason)
    {
        if (IsResolved) return;
        IsResolved = true;
        Settle(run, reason, rejected: true);
    }

    /// <summary>Does something, later, once it is settled.</summary>
    public void WhenSettled(Run run, Action reaction)
    {
        IsHandled = true;
        if (IsSettled) run.Later(reaction);
        else (_reactions ??= []).Add(reaction);
    }

    private void Follow(Run run, PromiseValue other) => other.WhenSettled(run, () => Settle(run, other.Value, other.IsRejected));

    private void FollowThenable(Run run, DataValue thenable, FunctionValue then) => run.Later(() =>
    {
        var inner = new PromiseValue();
        Follow(run, inner);
        var depth = run.Depth;
        try
        {
            var (resolve, reject) = Promises.Resolvers(inner);
            then.Call(run, thenable, [resolve, reject]);
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            inner.Reject(run, thrown.Value);
        }
    });

    private void Settle(Run run, in DataValue value, bool rejected)
    {
        (IsSettled, IsRejected, Value) = (true, rejected, value);
        if (rejected && !IsHandled) run.NoteRejection(this);
        foreach (var reaction in _reactions ?? []) run.Later(reaction);
        _reactions = null;
    }
}
