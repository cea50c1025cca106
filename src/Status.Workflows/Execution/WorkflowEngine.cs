using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Status.Workflows.Diagnostics;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Runs workflows: one burst at a time per run, each ending in one commit.</summary>
public sealed partial class WorkflowEngine
{
    private readonly IPlanSource _plans;
    private readonly IRunStore _store;
    private readonly RunEnvironment _environment;

    /// <summary>Creates the engine.</summary>
    /// <param name="plans">Compiled definitions.</param>
    /// <param name="store">Keeps runs.</param>
    /// <param name="services">Services for activities: the root provider, since a run outlives any request.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="ids">Makes ids.</param>
    /// <param name="logger">Reports faults.</param>
    /// <param name="options">Settings.</param>
    public WorkflowEngine(IPlanSource plans, IRunStore store, IServiceProvider services, TimeProvider timeProvider, IdGenerator ids, ILogger<WorkflowEngine> logger, EngineOptions? options = null)
    {
        _plans = plans;
        _store = store;
        _environment = new RunEnvironment(services, timeProvider, ids, logger, options?.Output ?? Console.Out, options?.Scripts ?? ScriptLimits.Default);
    }

    /// <summary>
    /// Starts a run and goes on until it waits or ends, or until its answer is committed: then the rest goes on by itself. Synchronous as long as the activities are.
    /// </summary>
    /// <param name="start">What to start.</param>
    /// <param name="cancellationToken">Stops the run between activities (host stop); not for a caller that went away.</param>
    /// <returns>What the burst left.</returns>
    /// <exception cref="InvalidOperationException">There is no such definition, or it is not published.</exception>
    public async ValueTask<BurstResult> StartAsync(StartRun start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        var plan = await FindAsync(start.DefinitionId, start.DefinitionVersionId, cancellationToken)
            ?? throw new InvalidOperationException($"There is no published workflow '{start.DefinitionId ?? start.DefinitionVersionId}'.");
        var id = start.InstanceId?.Value ?? _environment.Ids.NewId();
        var run = Begin(plan, id, start, cancellationToken);
        if (run.Activation is not null && await ActivateAsync(run) is { } notStarted) return notStarted;
        if (start.AcceptAfter is { } patience) return await FinishBurstAsync(run, patience, () => Begin(plan, id, start, cancellationToken));
        return await FinishBurstAsync(run, answersDirectly: true);
    }

    /// <summary>Runs what the inbox has claimed for one run, and commits it.</summary>
    /// <param name="claimed">The run and its items.</param>
    /// <param name="cancellationToken">Host stop.</param>
    /// <returns>What the burst left; <c>null</c> when there was nothing to do for the items: they may be marked as consumed.</returns>
    /// <exception cref="UnrunnableException">The items can never succeed; they are to be parked.</exception>
    public async ValueTask<BurstResult?> RunAsync(ClaimedRun claimed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        var record = claimed.IsNew ? null : await _store.LoadAsync(claimed.InstanceId, cancellationToken);
        Dictionary<string, IReadOnlyList<string>>? refused = null;
        if (record is not null && claimed.Items.Any(i => i.Kind == InboxItemKind.Alter)) (record, refused) = await MigrateAsync(claimed, record, cancellationToken);
        var run = record is null ? await BeginAsync(claimed, cancellationToken) : await RestoreAsync(record, cancellationToken);
        if (run is null) return null;
        using var span = EngineDiagnostics.BeginRun(run.Plan.Definition.DefinitionId, run.InstanceId, run.Trace);
        run.Trace ??= EngineDiagnostics.TraceToKeep();
        using var scope = BeginScope(run);
        var worked = record is null;
        if (run.Activation is not null && claimed.Items.Any(i => i.Kind == InboxItemKind.Cancel))
        {
            // Cancelled before it could begin: it does not have to wait for its place to end.
            foreach (var item in claimed.Items) run.Consume(item);
            Cancel(run);
            return await FinishBurstAsync(run, answersDirectly: false);
        }

        if (run.Activation is not null)
        {
            run.Consume(claimed.Items.First(i => i.Kind == InboxItemKind.Start));
            if (await ActivateAsync(run) is { } notStarted) return notStarted;
        }

        if (run.Plan.CommitsInside) run.Store = _store;
        try
        {
            foreach (var item in claimed.Items)
            {
                if (run.IsActivated && item.Kind == InboxItemKind.Start) continue;
                run.Consume(item);
                worked |= item.Kind == InboxItemKind.Alter
                    ? await AlterAsync(run, item, refused?.GetValueOrDefault(item.Id), isNew: record is null)
                    : await ApplyAsync(run, item, isNew: record is null);
            }
        }
        catch (BurstAbandonedException abandoned)
        {
            return await EndAsync(run, abandoned.Outcome);
        }
        catch (CommitFailedException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerException!);
        }

        return worked ? await FinishBurstAsync(run, answersDirectly: false) : null;
    }

    /// <summary>Stores a run that may not start beside others; <c>null</c> when it may go on.</summary>
    private async ValueTask<BurstResult?> ActivateAsync(Run run)
    {
        run.Store = _store;
        var outcome = await run.ActivateAsync();
        return outcome.Status == CommitStatus.Committed ? null : Describe(run, outcome.Status, null);
    }

    /// <summary>Cancels a run that is not in a burst on this host, as an inbox item of kind Cancel would.</summary>
    internal static void Cancel(Run run)
    {
        if (!run.HasEnded) run.Finish(InstanceSubStatus.Cancelled);
    }

    private async ValueTask<WorkflowPlan?> FindAsync(string? definitionId, string? versionId, CancellationToken cancellationToken) =>
        versionId is not null ? await _plans.GetVersionAsync(versionId, cancellationToken)
        : definitionId is not null ? await _plans.GetPublishedAsync(definitionId, cancellationToken)
        : null;

    private async ValueTask<Run?> BeginAsync(ClaimedRun claimed, CancellationToken cancellationToken)
    {
        var item = claimed.Items.FirstOrDefault(i => i.Kind == InboxItemKind.Start);
        if (item is null) return null;
        var plan = await FindAsync(item.DefinitionId, item.DefinitionVersionId, cancellationToken)
            ?? throw new UnrunnableException($"There is no published workflow '{item.DefinitionId ?? item.DefinitionVersionId}'.");
        var run = new Run(plan, claimed.InstanceId.Value, _environment, cancellationToken)
        {
            CorrelationId = item.CorrelationId,
            ParentInstanceId = item.ParentInstanceId,
            ReplyTo = item.ReplyTo,
            Activation = RuleOf(plan, item.CorrelationId),
            Cause = item.Cause,
            Depth = item.Cause > 0 ? item.Depth + 1 : item.Depth,
            CreatedAt = _environment.TimeProvider.GetUtcNow(),
        };
        if (item.TriggerActivityId is null) run.Input = item.Payload;
        if (item.TriggerActivityId is { } trigger && plan.FindById(trigger) is null)
            throw new UnrunnableException($"The published version of '{plan.Definition.DefinitionId}' has no activity '{trigger}' any more.");
        run.Start(item.TriggerActivityId, item.Payload);
        return run;
    }

    private async ValueTask<Run> RestoreAsync(InstanceRecord record, CancellationToken cancellationToken)
    {
        var plan = await _plans.GetVersionAsync(record.DefinitionVersionId, cancellationToken)
            ?? throw new UnrunnableException($"The version '{record.DefinitionVersionId}' that the run stands in is gone.");
        return RunStateReader.Read(record, plan, _environment, cancellationToken);
    }

    private static async ValueTask<bool> ApplyAsync(Run run, InboxItem item, bool isNew)
    {
        if (run.SubStatus == InstanceSubStatus.Faulted) return item.Kind switch { InboxItemKind.Resume => run.Keep(item), InboxItemKind.SetVariables => run.ChangeVariables(item), _ => false };
        if (run.HasEnded) return false;
        switch (item.Kind)
        {
            case InboxItemKind.Cancel:
                Cancel(run);
                return true;
            case InboxItemKind.Resume:
                if (isNew) await run.DrainAsync();
                return await ResumeAsync(run, item);
            case InboxItemKind.SetVariables:
                if (isNew) await run.DrainAsync();
                return !run.HasEnded && run.ChangeVariables(item);
            case InboxItemKind.Continue:
                run.MoveTo(InstanceSubStatus.Executing);
                return true;
            default:
                return isNew;
        }
    }

    private static async ValueTask<bool> ResumeAsync(Run run, InboxItem item)
    {
        var matches = run.WaitsFor(item);
        if (matches.Count == 0) return run.Keep(item);
        if (item.Cause > run.Cause)
        {
            run.Cause = item.Cause;
            run.Depth = Math.Max(run.Depth, item.Depth + 1);
        }

        foreach (var bookmark in matches)
        {
            if (run.HasEnded || !run.Bookmarks.Contains(bookmark)) continue;
            run.HoldsCommits = !ReferenceEquals(bookmark, matches[^1]);
            await run.ResumeAsync(bookmark, item.Payload);
            if (bookmark.Execution is { Status: ExecutionStatus.Faulted, Activity: IGetsStimulusAgain again } && again.IsToRepeat(item.Payload)) run.KeepForRetry(item, bookmark);
            await run.DrainAsync();
        }

        run.HoldsCommits = false;
        return true;
    }

    private static ActivationRule? RuleOf(WorkflowPlan plan, string? correlationId) =>
        plan.DecidesStarts ? new ActivationRule(plan.Activation, plan.Definition.DefinitionId, correlationId) { MostRunning = plan.MostRunning } : null;

    private Run Begin(WorkflowPlan plan, string id, StartRun start, CancellationToken cancellationToken)
    {
        var run = new Run(plan, id, _environment, cancellationToken)
        {
            CorrelationId = start.CorrelationId,
            Name = start.Name,
            MustBeStored = start.MustBeStored,
            Activation = RuleOf(plan, start.CorrelationId),
            CreatedAt = _environment.TimeProvider.GetUtcNow(),
        };
        if (start.Input.Count > 0) run.Input = start.Input;
        run.Start(start.TriggerActivityId, start.StimulusInput);
        return run;
    }

    private async ValueTask<BurstResult> FinishBurstAsync(Run run, bool answersDirectly)
    {
        run.Store = _store;
        var rest = BurstAsync(run, answersDirectly);
        if (rest.IsCompleted || !answersDirectly || run.IsDone) return await rest;
        return await FirstAsync(run, rest.AsTask());
    }

    /// <summary>
    /// As above for a caller with patience: past it the run is committed as it was accepted, so that it is not lost with this host, and the burst goes on without the caller.
    /// </summary>
    private async ValueTask<BurstResult> FinishBurstAsync(Run run, TimeSpan patience, Func<Run> again)
    {
        run.Store = _store;
        run.MayBeAccepted();
        var rest = BurstAsync(run, answersDirectly: true);
        // When only the last commit is under way there is nothing left that could be accepted, and no other answer to come: no clock has to run for it.
        if (rest.IsCompleted || run.IsDone) return await rest;
        var task = rest.AsTask();
        using var over = new CancellationTokenSource();
        var timer = Task.Delay(patience, _environment.TimeProvider, over.Token);
        if (await Task.WhenAny(task, run.Answered, timer) == timer && await run.AcceptAsync(again().BuildCommit()))
        {
            GoesOn(run, task);
            return new BurstResult { InstanceId = new InstanceId(run.InstanceId), Commit = CommitStatus.Committed, SubStatus = InstanceSubStatus.Executing };
        }

        await over.CancelAsync();
        return await FirstAsync(run, task);
    }

    private async ValueTask<BurstResult> FirstAsync(Run run, Task<BurstResult> task)
    {
        var answered = run.Answered;
        if (await Task.WhenAny(task, answered) == task) return await task;
        GoesOn(run, task);
        return Describe(run, CommitStatus.Committed, await answered);
    }

    /// <summary>The caller has its answer; what is left of the run goes on by itself, and a failure there concerns the run only.</summary>
    private void GoesOn(Run run, Task<BurstResult> task) => _ = task.ContinueWith(
        t => EngineLog.RunFailed(_environment.Logger, run.InstanceId, t.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private IDisposable? BeginScope(Run run) =>
        _environment.Logger.BeginScope(new RunLogScope(run.InstanceId, run.Plan.Definition.DefinitionId, () => run.Executing?.Id));

    private async ValueTask<BurstResult> BurstAsync(Run run, bool answersDirectly)
    {
        // A claimed run has its span and scope already, begun before its bookmark was resumed.
        using var span = answersDirectly ? EngineDiagnostics.BeginRun(run.Plan.Definition.DefinitionId, run.InstanceId, null) : null;
        if (answersDirectly) run.Trace = EngineDiagnostics.TraceToKeep();
        using var scope = answersDirectly ? BeginScope(run) : null;
        try
        {
            await run.DrainAsync();
        }
        catch (BurstAbandonedException abandoned)
        {
            return await EndAsync(run, abandoned.Outcome);
        }
        catch (CommitFailedException failed)
        {
            ExceptionDispatchInfo.Throw(failed.InnerException!);
        }

        run.EndBurst();
        EngineDiagnostics.BurstEnded(run.Plan.Definition.DefinitionId, run.SubStatus, run.HasEnded && !run.HadEnded, run.ExecutionCount - run.Counted);
        run.Counted = run.ExecutionCount;
        try
        {
            return await run.CommitLastAsync(answersDirectly) is { } outcome ? await EndAsync(run, outcome) : Describe(run, CommitStatus.Committed, run.Answer);
        }
        catch (BurstAbandonedException abandoned)
        {
            return await EndAsync(run, abandoned.Outcome);
        }
    }

    private async ValueTask<BurstResult> EndAsync(Run run, CommitOutcome outcome)
    {
        switch (outcome.Status)
        {
            case CommitStatus.Committed: return Describe(run, outcome.Status, run.Answer);
            case CommitStatus.Refused:
                if (run.Unstorable is { } value) EngineLog.CannotBeStored(_environment.Logger, run.InstanceId, run.Plan.Definition.DefinitionId, value.Node?.Id, value.Message);
                else EngineLog.CommitRefused(_environment.Logger, run.InstanceId, run.Plan.Definition.DefinitionId, outcome.Reason);
                return await FaultRefusedAsync(run, outcome);
            default:
                EngineLog.CommitStale(_environment.Logger, run.InstanceId);
                return Describe(run, outcome.Status, null);
        }
    }

    /// <summary>Nothing of a refused burst is stored; what is stored instead is the run as it was, faulted at the activity whose write was refused.</summary>
    private async ValueTask<BurstResult> FaultRefusedAsync(Run refused, CommitOutcome outcome)
    {
        var record = await _store.LoadAsync(new InstanceId(refused.InstanceId), CancellationToken.None);
        var run = record is null
            ? refused.Again(_environment)
            : RunStateReader.Read(record, refused.Plan, _environment, CancellationToken.None);
        if (refused.Unstorable is { } value) run.FaultAt(value.Node is null ? null : run.Plan.FindById(value.Node.Id), value.Message);
        else run.FaultAt(refused.WriterOf(outcome.WriteKey), $"The database refused a write of this activity: {outcome.Reason}");
        run.TakeConsumed(refused);
        // It has steps to undo first: another burst does that.
        if (!run.HasEnded) run.GoOnLater();
        var second = await _store.CommitAsync(run.BuildCommit(), CancellationToken.None);
        return Describe(run, second.Status, null);
    }

    private static BurstResult Describe(Run run, CommitStatus status, HttpReply? reply) => new()
    {
        InstanceId = new InstanceId(run.InstanceId),
        Commit = status,
        SubStatus = run.SubStatus,
        Reply = status == CommitStatus.Committed ? reply : null,
        Output = run.OutputOrNull ?? _noOutput,
        Incidents = run.Incidents.Items,
    };

    private static readonly DataObject _noOutput = [];
}
