using Microsoft.Extensions.Logging;
using Status.Workflows.Bookmarks;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Scheduling;

/// <summary>
/// Begins the ticks that were claimed ahead, each at its time and never before it. The store says once more which of them are still to be run; while the runtime is paused, or when nobody takes
/// them any more, all go back to their schedules.
/// </summary>
internal sealed partial class TickStarter(ITimerStore timers, HeldTicks held, HandedWork handed, HostIdentity host, RuntimeGate? gate, TimeSpan poll, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until the host stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A database that is away must not stop the clock; what was not begun is tried again, and is given back when the lease ends meanwhile.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
                await Task.Delay(_retry, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Begins what is due, or waits for it.</summary>
    internal async Task StepAsync(CancellationToken stoppingToken)
    {
        var changed = held.Changed.Next;
        var now = timeProvider.GetUtcNow();
        var due = held.TakeDue(now);
        if (due.Count > 0)
        {
            await BeginAsync(due, stoppingToken);
            return;
        }

        // Whole milliseconds, rounded up: a timer that rounds down would wake before the time and ask again.
        var wait = held.Next is { } next ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds)) : poll;
        await Pulse.WaitAsync(changed, wait < poll ? wait : poll, timeProvider, stoppingToken);
    }

    private async Task BeginAsync(IReadOnlyList<ClaimedRun> due, CancellationToken stoppingToken)
    {
        try
        {
            if (gate?.Pause is not null || !handed.IsTaken)
            {
                await timers.GiveBackAsync(host.Name, stoppingToken);
                held.Clear();
                return;
            }

            handed.Add(await timers.BeginAsync(host.Name, due, stoppingToken));
        }
        catch
        {
            held.Add(due);
            throw;
        }
    }

    [LoggerMessage(EventId = 150, Level = LogLevel.Error, Message = "Ticks that are due could not be begun; they are tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
