using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

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
        ResolveWith(run, value);
    }

    public void Reject(Run run, in DataValue reason)
    {
        if (IsResolved) return;
        IsResolved = true;
        Settle(run, reason, rejected: true);
    }

    private void ResolveWith(Run run, in DataValue value)
    {
        if (value.Ref == (object)this) Settle(run, run.TypeError("A promise cannot wait for itself.").Value, rejected: true);
        else if (value.Ref is PromiseValue other) Follow(run, other);
        else if (value.Ref is DataObject && Access.Get(run, value, "then").Ref is FunctionValue then) FollowThenable(run, value, then);
        else Settle(run, value, rejected: false);
    }

    /// <summary>Does something, later, once it is settled.</summary>
    public void WhenSettled(Run run, Action reaction)
    {
        IsHandled = true;
        if (IsSettled) run.Later(reaction);
        else (_reactions ??= []).Add(reaction);
    }

    /// <remarks>As in ECMA-262 the other promise is asked in a turn of its own, and answers in the next.</remarks>
    private void Follow(Run run, PromiseValue other)
    {
        other.IsHandled = true;
        run.Later(() => other.WhenSettled(run, () => Settle(run, other.Value, other.IsRejected)));
    }

    private void FollowThenable(Run run, DataValue thenable, FunctionValue then) => run.Later(() =>
    {
        var depth = run.Depth;
        var isUsed = false;
        bool Use() => !isUsed && (isUsed = true);
        NativeFunction Answer(string name, bool rejects) => new(name, 1, (Run asked, in DataValue _, ReadOnlySpan<DataValue> a) =>
        {
            if (!Use()) return default;
            if (rejects) Settle(asked, a.Arg(0), rejected: true);
            else ResolveWith(asked, a.Arg(0));
            return default;
        });
        try
        {
            then.Call(run, thenable, [DataValue.Of((object)Answer("resolve", rejects: false)), DataValue.Of((object)Answer("reject", rejects: true))]);
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            if (Use()) Settle(run, thrown.Value, rejected: true);
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
