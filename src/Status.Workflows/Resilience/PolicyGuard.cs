using System.Globalization;
using System.Runtime.ExceptionServices;
using Status.Workflows.Authoring;
using Status.Workflows.Diagnostics;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Resilience;

/// <summary>
/// Executes an activity as its policies say: tries it again, ends it when it takes too long, or leaves it to a burst of its own. A try keeps the visit of its activity and with it the
/// idempotency key; what a failed try has collected is taken back before the next one.
/// </summary>
internal sealed class PolicyGuard(NodePolicies policies) : ActivityGuard
{
    private const string Retry = "$retry";
    private const string TimedOut = "$timeout";
    private const string Background = "$background";
    private const string Deadline = "$deadline";

    /// <summary>Whether a wait ends without anybody's doing: with a burst of its own, or the time of the next try.</summary>
    public static bool GoesOnByItself(OpenBookmark bookmark) => bookmark.CallbackName is Retry or Background;

    /// <inheritdoc/>
    public override ValueTask ExecuteAsync(NodeExecution execution)
    {
        if (!policies.InBackground) return RunAsync(execution);
        var run = execution.Run;
        var bookmark = run.AddGuardBookmark(execution, Background, [], due: null);
        run.Enqueue(new InboxItem
        {
            Id = IdGenerator.Derive("background", bookmark.Bookmark.Id),
            Kind = InboxItemKind.Resume,
            InstanceId = run.InstanceId,
            BookmarkId = bookmark.Bookmark.Id,
            Cause = run.Cause,
            Depth = run.Depth,
        });
        return default;
    }

    /// <inheritdoc/>
    public override ExecuteActivityDelegate Callback(string name) => name switch
    {
        Retry or Background => context => RunAsync((NodeExecution)context),
        TimedOut => context => EndWaitAsync((NodeExecution)context),
        Deadline => EndRunAsync,
        _ => throw new InvalidOperationException($"There is no wait named '{name}'."),
    };

    private async ValueTask RunAsync(NodeExecution execution)
    {
        var run = execution.Run;
        var mark = run.MarkEffects();
        while (true)
        {
            if (!ArmDeadline(execution)) return;
            var begun = run.TimeProvider.GetUtcNow();
            var failure = await TryAsync(execution, begun);
            if (failure is null)
            {
                ArmTimeout(execution, begun);
                if (policies.RunTimeout is not null) await SettleRootAsync(execution);
                return;
            }

            if (execution.Status == ExecutionStatus.Running) run.TakeBack(execution, mark);
            if (!await GoesOnAsync(execution, failure)) return;
        }
    }

    /// <summary>One try; what it failed with, or <c>null</c>.</summary>
    private async ValueTask<Exception?> TryAsync(NodeExecution execution, DateTimeOffset begun)
    {
        var run = execution.Run;
        var extras = execution.Extras;
        if (policies.Strategy?.Invoke(execution) is { } strategy) extras.Attempt = new Attempt(strategy, RetriesMade(execution));
        var limit = Shorter(policies.Timeout, DeadlineOf(run) - begun);
        using var over = limit is { } left ? new CancellationTokenSource(left, run.TimeProvider) : null;
        using var linked = over is null ? null : CancellationTokenSource.CreateLinkedTokenSource(over.Token, run.CancellationToken);
        extras.Cancellation = linked?.Token ?? default;
        try
        {
            await execution.Node.Activity.ExecuteAsync(execution);
            return null;
        }
        catch (Exception e) when (run.IsFault(e))
        {
            return over?.IsCancellationRequested == true && e is OperationCanceledException ? TookTooLong() : e;
        }
        finally
        {
            extras.Cancellation = default;
            extras.Attempt = null;
        }
    }

    /// <summary>What follows a failure: <c>true</c> tries again now; else the next try waits as a timer, the activity has completed, or the failure is thrown.</summary>
    private async ValueTask<bool> GoesOnAsync(NodeExecution execution, Exception failure)
    {
        var run = execution.Run;
        var now = run.TimeProvider.GetUtcNow();
        if (DeadlineOf(run) <= now)
        {
            EndRun(execution);
            return false;
        }

        var made = RetriesMade(execution);
        var delay = execution.Status == ExecutionStatus.Running && policies.Strategy?.Invoke(execution) is { } strategy ? await strategy.DelayAsync(failure, made) : null;
        if (delay is not { } wait || now + wait >= (DeadlineOf(run) ?? DateTimeOffset.MaxValue))
        {
            if (failure is ActivityTimeoutException && policies.TimeoutOutcome is { } outcome) await execution.CompleteActivityWithOutcomesAsync(outcome);
            else ExceptionDispatchInfo.Throw(failure);
            return false;
        }

        Record(execution, failure, made + 1, wait, now);
        if (wait > policies.LongestDelayInBurst)
        {
            run.AddGuardBookmark(execution, Retry, new DataObject { ["ResumeAt"] = now + wait, ["AttemptNumber"] = made + 1.0 }, now + wait);
            return false;
        }

        await Task.Delay(wait, run.TimeProvider, run.CancellationToken);
        return true;
    }

    /// <summary>A wait took too long.</summary>
    private async ValueTask EndWaitAsync(NodeExecution execution)
    {
        execution.Run.EndWaits(execution);
        if (await GoesOnAsync(execution, TookTooLong())) await RunAsync(execution);
    }

    private ValueTask EndRunAsync(ActivityExecutionContext context)
    {
        EndRun((NodeExecution)context);
        return default;
    }

    private void EndRun(NodeExecution execution)
    {
        var run = execution.Run;
        var message = string.Create(CultureInfo.InvariantCulture, $"The run took longer than its limit of {policies.RunTimeout:c} (customProperties.timeout of the workflow).");
        if (execution.Parent is not null) run.Cancel(execution);
        else execution.Status = ExecutionStatus.Faulted;
        run.FaultRun(message, new ActivityTimeoutException(message));
    }

    private ActivityTimeoutException TookTooLong() =>
        new(string.Create(CultureInfo.InvariantCulture, $"The activity took longer than its limit of {policies.Timeout ?? policies.RunTimeout:c} (customProperties.timeout)."));

    private static void Record(NodeExecution execution, Exception failure, int attempt, TimeSpan delay, DateTimeOffset at)
    {
        var kind = FailureKinds.Of(failure).First();
        if (execution.JournalData["Retries"] is not DataArray retries) execution.JournalData["Retries"] = retries = [];
        retries.Add(new DataObject
        {
            ["attemptNumber"] = (double)attempt,
            ["retryDelay"] = delay.ToString("c", CultureInfo.InvariantCulture),
            ["at"] = at,
            ["kind"] = kind,
            ["message"] = failure.Message,
        });
        execution.Run.Journal?.Add(execution, "Retrying", string.Create(CultureInfo.InvariantCulture, $"Try {attempt} failed ({kind}): {failure.Message} The next one is in {delay:c}."));
        EngineDiagnostics.Retried(execution.Node.Definition.Type);
    }

    private static int RetriesMade(NodeExecution execution) => execution.ExtrasOrNull?.JournalData?["Retries"] is DataArray retries ? retries.Count : 0;

    /// <summary>The limit of a waiting activity is a timer.</summary>
    private void ArmTimeout(NodeExecution execution, DateTimeOffset begun)
    {
        if (policies.Timeout is not { } limit || execution.Status != ExecutionStatus.Running) return;
        if (execution.OpenBookmarks == 0 && execution.OpenChildren == 0) return;
        execution.Run.AddGuardBookmark(execution, TimedOut, new DataObject { ["ResumeAt"] = begun + limit }, begun + limit);
    }

    /// <summary>The limit of a run is a timer of its root; <c>false</c> when it is over already.</summary>
    private bool ArmDeadline(NodeExecution execution)
    {
        var run = execution.Run;
        if (DeadlineOf(run) is not { } end) return true;
        if (end <= run.TimeProvider.GetUtcNow())
        {
            EndRun(execution);
            return false;
        }

        if (execution.Parent is null && !run.Bookmarks.Any(b => b.CallbackName == Deadline))
            run.AddGuardBookmark(execution, Deadline, new DataObject { ["ResumeAt"] = end }, end);
        return true;
    }

    /// <summary>A root that completes by itself waits for nothing but its limit.</summary>
    private static ValueTask SettleRootAsync(NodeExecution execution)
    {
        if (execution is not { Parent: null, Node.AutoCompletes: true, Status: ExecutionStatus.Running, OpenChildren: 0, OpenBookmarks: 1 }) return default;
        return execution.CompleteActivityAsync();
    }

    // What undoes a run that took too long may take its time.
    private DateTimeOffset? DeadlineOf(Run run) => run.IsCompensating ? null : run.CreatedAt + policies.RunTimeout;

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private sealed class Attempt(RetryStrategy strategy, int retriesMade) : ActivityAttempt
    {
        public override bool WouldRetry(RetryRequestedException failure) => strategy.WouldRetry(failure, retriesMade);
    }
}
