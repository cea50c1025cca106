using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Bookmarks;

/// <summary>
/// Drains the inbox: claims runs with accepted work, many at a time, one burst at a time per run. Stops by claiming no more and finishing the bursts that run.
/// </summary>
internal sealed class RunWorker(
    WorkflowEngine engine,
    IInbox inbox,
    HostIdentity host,
    StoreSignals signals,
    TimeProvider timeProvider,
    IOptions<EngineOptions> options,
    ILogger<RunWorker> logger,
    RuntimeGate? gate = null,
    HandedWork? handed = null) : BackgroundService
{
    private const int MaxAttempts = 10;

    private readonly ConcurrentDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _active = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _bursts = new();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (handed is not null) handed.IsTaken = false;
        await base.StopAsync(cancellationToken);
        while (handed?.Take() is { } left) await GiveBackAsync(left, null, null);
        // Bursts may end as long as the host waits for them; then they stop between activities and are resumed by the next host.
        await using var cut = cancellationToken.Register(_bursts.Cancel);
        while (!_active.IsEmpty) await Task.WhenAll(_active.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _bursts.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var slots = new SemaphoreSlim(options.Value.MaxParallelRuns);
        if (handed is not null) handed.IsTaken = true;
        await Task.WhenAll(DrainAsync(slots, stoppingToken), handed is null ? Task.CompletedTask : TakeHandedAsync(handed, stoppingToken));
    }

    /// <summary>
    /// Runs what this process has claimed for itself already. It has slots of its own, four times as many: what comes by the clock comes all at once, and mostly waits for other systems or its commit.
    /// </summary>
    private async Task TakeHandedAsync(HandedWork work, CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(4 * options.Value.MaxParallelRuns);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (gate is not null) await gate.WaitUntilOpenAsync(stoppingToken);
                await slots.WaitAsync(stoppingToken);
                var added = work.Added.Next;
                if (work.Take() is { } ready)
                {
                    Launch(ready, slots);
                    continue;
                }

                slots.Release();
                await Pulse.WaitAsync(added, options.Value.PollInterval, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was not taken is given back.
        }
    }

    private async Task DrainAsync(SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (gate is not null) await gate.WaitUntilOpenAsync(stoppingToken);
                var next = signals.Inbox.Next;
                if (await ClaimAsync(slots, stoppingToken)) continue;
                failures = 0;
                await Pulse.WaitAsync(next, options.Value.PollInterval, timeProvider, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever the store throws, the worker must live on: it is the only one that drains the inbox here.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var delay = Backoff(failures++);
                EngineLog.StoreUnreachable(logger, delay, e);
                await Task.Delay(delay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Claims as much as there is room for; <c>true</c> when there may be more.</summary>
    private async Task<bool> ClaimAsync(SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        await slots.WaitAsync(stoppingToken);
        var room = 1;
        while (slots.Wait(0, CancellationToken.None)) room++;
        IReadOnlyList<ClaimedRun> claimed = [];
        try
        {
            claimed = await inbox.ClaimAsync(host.Name, room, stoppingToken);
        }
        finally
        {
            if (room > claimed.Count) slots.Release(room - claimed.Count);
        }

        foreach (var run in claimed) Launch(run, slots);
        return claimed.Count == room;
    }

    private void Launch(ClaimedRun run, SemaphoreSlim slots)
    {
        var work = Task.Run(() => ExecuteAsync(run, slots), CancellationToken.None);
        _active[run.InstanceId.Value] = work;
        _ = work.ContinueWith(_ => _active.TryRemove(KeyValuePair.Create(run.InstanceId.Value, work)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ExecuteAsync(ClaimedRun claimed, SemaphoreSlim slots)
    {
        try
        {
            await RunAsync(claimed);
            foreach (var item in claimed.Items) _attempts.TryRemove(item.Id, out _);
        }
        catch (UnrunnableException e)
        {
            EngineLog.ItemsParked(logger, claimed.InstanceId.Value, e.Message);
            await TellParentAsync(claimed, e.Message);
            await GiveBackAsync(claimed, null, e.Message);
        }
#pragma warning disable CA1031 // A run that cannot be executed is given back and tried again later; it must not end the worker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            EngineLog.RunFailed(logger, claimed.InstanceId.Value, e);
            await GiveBackAsync(claimed, e);
        }
        finally
        {
            slots.Release();
            signals.Inbox.Set();
        }
    }

    private async Task RunAsync(ClaimedRun claimed)
    {
        var result = await engine.RunAsync(claimed, _bursts.Token);
        if (result?.Commit == CommitStatus.NotActivated)
        {
            EngineLog.NotActivated(logger, claimed.InstanceId.Value);
            await TellParentAsync(claimed, "Another run goes on, and the activation strategy of the workflow does not allow a second one beside it.");
            result = null;
        }

        if (result?.Commit == CommitStatus.AtLimit)
        {
            // As many runs of the definition go on as it allows: the store holds the start back and calls it when one of them has ended.
            EngineLog.Held(logger, claimed.InstanceId.Value);
            return;
        }

        if (result is null) await inbox.CompleteAsync(host.Name, [.. claimed.Items.Select(i => i.Id)], CancellationToken.None);
        else if (result.Commit != CommitStatus.Committed) await inbox.AbandonAsync(host.Name, claimed.InstanceId, CancellationToken.None);
    }

    /// <summary>Whoever waits for a run that cannot be started must not wait for ever.</summary>
    private async Task TellParentAsync(ClaimedRun claimed, string reason)
    {
        if (claimed.Items.FirstOrDefault(i => i is { Kind: InboxItemKind.Start, ReplyTo: not null, ParentInstanceId: not null }) is not { } start) return;
        await inbox.EnqueueAsync([ChildResult.ForRefused(start, claimed.InstanceId.Value, reason)], CancellationToken.None);
    }

    private Task GiveBackAsync(ClaimedRun claimed, Exception reason)
    {
        if (_bursts.IsCancellationRequested) return GiveBackAsync(claimed, null, null);
        var attempt = claimed.Items.Max(i => _attempts.AddOrUpdate(i.Id, 1, static (_, n) => n + 1));
        return attempt >= MaxAttempts
            ? GiveBackAsync(claimed, null, $"Failed {attempt} times, last by {reason.GetType().Name}: {reason.Message}")
            : GiveBackAsync(claimed, timeProvider.GetUtcNow() + Backoff(attempt), null);
    }

    private async Task GiveBackAsync(ClaimedRun claimed, DateTimeOffset? notBefore, string? parkReason)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await inbox.ReleaseAsync(host.Name, [.. claimed.Items.Select(i => i.Id)], notBefore, parkReason, CancellationToken.None);
                await inbox.AbandonAsync(host.Name, claimed.InstanceId, CancellationToken.None);
                return;
            }
#pragma warning disable CA1031 // As long as this host lives nobody else can give its claims back; when it stops, the recovery does.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var delay = Backoff(attempt);
                EngineLog.StoreUnreachable(logger, delay, e);
                if (_bursts.IsCancellationRequested) return;
                await Task.Delay(delay, timeProvider, _bursts.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private TimeSpan Backoff(int failures)
    {
        var seconds = Math.Min(options.Value.MaxBackoff.TotalSeconds, 0.5 * Math.Pow(2, Math.Min(failures, 10)));
        return TimeSpan.FromSeconds(seconds);
    }
}
