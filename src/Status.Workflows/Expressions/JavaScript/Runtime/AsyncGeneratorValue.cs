using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>An async generator under way: what it is asked for waits in line, each with its promise (ECMA-262 §27.6).</summary>
internal sealed class AsyncGeneratorValue(GeneratorValue body) : ScriptObject
{
    private readonly Queue<(Resume Mode, DataValue Sent, PromiseValue Promise)> _asked = new();
    private bool _isBusy;

    /// <summary>Asks it to go on.</summary>
    /// <returns>A promise of <c>{value, done}</c>.</returns>
    public DataValue Ask(Run run, Resume mode, in DataValue sent)
    {
        var promise = PromiseValue.Make(run);
        run.Allocate(64);
        _asked.Enqueue((mode, sent, promise));
        if (!_isBusy) GoOn(run);
        return DataValue.Of((object)promise);
    }

    private void GoOn(Run run)
    {
        while (!_isBusy && _asked.Count > 0)
        {
            var (mode, sent, _) = _asked.Peek();
            if (!body.IsStarted && mode != Resume.Next) body.End();
            _isBusy = true;
            if (!body.IsDone) Drive(run, mode, sent);
            else if (mode == Resume.Return) Promises.WhenSettled(run, sent, (value, rejected) => Answer(run, value, rejected, isDone: true, goesOn: true));
            else Answer(run, mode == Resume.Throw ? sent : default, mode == Resume.Throw, isDone: true, goesOn: false);
        }
    }

    private void Drive(Run run, Resume mode, in DataValue sent)
    {
        var depth = run.Depth;
        bool goesOn;
        DataValue value;
        try
        {
            goesOn = body.MoveNext(run, mode, sent, out value);
        }
        catch (ScriptThrow thrown)
        {
            run.Depth = depth;
            Answer(run, thrown.Value, rejected: true, isDone: true, goesOn: false);
            return;
        }

        if (goesOn && body.Awaits)
        {
            body.Awaits = false;
            Promises.WhenSettled(run, value, (settled, rejected) =>
            {
                Drive(run, rejected ? Resume.Throw : Resume.Next, settled);
                GoOn(run);
            });
            return;
        }

        Answer(run, value, rejected: false, isDone: !goesOn, goesOn: false);
    }

    private void Answer(Run run, in DataValue value, bool rejected, bool isDone, bool goesOn)
    {
        _isBusy = false;
        var promise = _asked.Dequeue().Promise;
        if (rejected) promise.Reject(run, value);
        else promise.Resolve(run, AsyncItems.Result(run, value, isDone));
        if (goesOn) GoOn(run);
    }
}
