using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>Keeps the gate of this host up to date: a pause made on another host is seen within a second. Read once before anything else of the runtime starts.</summary>
internal sealed partial class RuntimeGateService(RuntimeGate gate, IRuntimePauseStore store, IInbox inbox, TimeProvider timeProvider, ILogger<RuntimeGateService> logger) : BackgroundService
{
    private const int LooksPerCount = 5;
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        gate.Set(await store.GetAsync(cancellationToken));
        if (gate.Pause is { } pause) LogPaused(logger, pause.At, pause.By, pause.Reason);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var look = 0; ; look++)
        {
            await Task.Delay(_pace, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                gate.Set(await store.GetAsync(stoppingToken));
                if (look % LooksPerCount == 0) gate.SetReadyWork((await inbox.GetDepthAsync(stoppingToken)).Ready);
            }
            catch (Exception e) when (Outage.Is(e))
            {
                // What was known last holds on; the next look is a second away.
                LogUnknown(logger, e);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "The runtime is paused since {At} by {By} ({Reason}): no work is begun until somebody resumes it")]
    private static partial void LogPaused(ILogger logger, DateTimeOffset at, string by, string? reason);

    [LoggerMessage(EventId = 121, Level = LogLevel.Debug, Message = "Whether the runtime is paused could not be read")]
    private static partial void LogUnknown(ILogger logger, Exception exception);
}
