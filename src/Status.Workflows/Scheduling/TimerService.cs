using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Bookmarks;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Scheduling;

/// <summary>
/// Fires due timers. Between two sweeps it sleeps until the earliest due time that it knows, wakes when a commit or a publish makes an earlier one, and looks now and then on its own
/// for timers of hosts that died before they fired them. Ticks of schedules are claimed before their time, between the times of the others, and begun at it by <see cref="TickStarter"/>.
/// </summary>
internal sealed partial class TimerService(
    ITimerStore timers, StoreSignals signals, IOptions<TimerOptions> options, TimeProvider timeProvider, ILogger<TimerService> logger, RuntimeGate? gate = null, HandedWork? handed = null,
    HostIdentity? host = null) : BackgroundService
{
    private readonly HeldTicks _held = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (handed is null || host is null) return SweepAsync(stoppingToken);
        var starter = new TickStarter(timers, _held, handed, host, gate, options.Value.PollInterval, timeProvider, logger);
        return Task.WhenAll(SweepAsync(stoppingToken), starter.RunAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (gate is not null && !await IsOpenAsync(gate, stoppingToken)) return;
            var next = signals.Timers.Next;
            var pause = options.Value.PollInterval;
            try
            {
                var sweep = await timers.FireDueAsync(timeProvider.GetUtcNow(), options.Value.BatchSize, handed?.IsTaken == true ? host?.Name : null, options.Value.Ahead, stoppingToken);
                handed?.Add(sweep.Claimed);
                _held.Add(sweep.Held);
                pause = Pause(sweep, timeProvider.GetUtcNow());
                foreach (var problem in sweep.Problems) LogUnreadable(logger, problem, ScheduleCalculator.UnreadableDelay);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A schedule that can not be read, or a database that is away, must not stop the clock of all others.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
            }

            if (pause > TimeSpan.Zero)
                await Pulse.WaitAsync(next, pause, timeProvider, stoppingToken);
        }
    }

    /// <summary>While the runtime is paused nothing fires; afterwards the missed-fire policies decide. <c>false</c> when the host stops.</summary>
    private static async Task<bool> IsOpenAsync(RuntimeGate gate, CancellationToken stoppingToken)
    {
        try
        {
            await gate.WaitUntilOpenAsync(stoppingToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>How long nothing is due: at most the poll interval, nothing while a full batch shows that more is due.</summary>
    internal TimeSpan Pause(TimerSweep sweep, DateTimeOffset now)
    {
        if (sweep.Fired >= options.Value.BatchSize) return TimeSpan.Zero;
        var untilDue = sweep.NextDue is { } due ? due - now : options.Value.PollInterval;
        // Half a lead before its time, so that schedules of whole seconds are claimed between the seconds and not while their ticks run.
        if (handed?.IsTaken == true && sweep.NextAhead is { } ahead && ahead - options.Value.Ahead / 2 - now is var untilClaim && untilClaim < untilDue) untilDue = untilClaim;
        // A clock tick more than exactly, so that a timer that rounds down does not sweep twice; an overdue timer that another host is firing is looked at again soon.
        var pause = untilDue <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(20) : untilDue + TimeSpan.FromMilliseconds(1);
        return pause < options.Value.PollInterval ? pause : options.Value.PollInterval;
    }

    [LoggerMessage(EventId = 167, Level = LogLevel.Error, Message = "{Problem}. It is looked at again in {Delay}; publish the workflow with a schedule that can be read")]
    private static partial void LogUnreadable(ILogger logger, string problem, TimeSpan delay);

    [LoggerMessage(EventId = 166, Level = LogLevel.Error, Message = "Due timers could not be fired; they are tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
