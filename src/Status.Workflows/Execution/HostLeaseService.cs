using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Status.Workflows.Execution;

/// <summary>
/// Keeps this host's lease, and gives back what dead hosts had taken. Registered before the services that do the work, so that it stops after them.
/// </summary>
internal sealed partial class HostLeaseService(
    IHostLeases leases, HostIdentity host, IOptions<HostLeaseOptions> options, TimeProvider timeProvider, ILogger<HostLeaseService> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await leases.BeatAsync(host.Name, options.Value.Lease, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await leases.RetireAsync(host.Name, cancellationToken);
        }
        catch (DbException exception)
        {
            // The lease ends by itself.
            LogFailed(logger, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Lease / 3, timeProvider);
        do
        {
            try
            {
                await leases.BeatAsync(host.Name, options.Value.Lease, stoppingToken);
                var recovered = await leases.RecoverAsync(stoppingToken);
                if (recovered > 0) LogRecovered(logger, recovered);
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
            {
                LogFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 164, Level = LogLevel.Warning, Message = "Took back {Count} items and runs from hosts that are gone")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(EventId = 165, Level = LogLevel.Warning, Message = "The lease of this host could not be renewed; other hosts may take over its runs")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
