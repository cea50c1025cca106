using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Status.Activities.Metrics.Spool;

/// <summary>Brings spooled samples into the store as soon as it can be reached again.</summary>
internal sealed partial class SpoolReplay(SampleSpool spool, IMetricSink sink, TimeProvider timeProvider, ILogger<SpoolReplay> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pause, timeProvider);
        do
        {
            if (spool.Bytes == 0) continue;
            try
            {
                var (samples, damaged) = await spool.ReplayAsync(record => sink.AppendAsync(record, stoppingToken));
                LogReplayed(logger, samples);
                if (damaged > 0) LogDamaged(logger, damaged);
            }
            catch (Exception exception) when (exception is DbException or IOException or TimeoutException or System.Net.Sockets.SocketException)
            {
                LogWaiting(logger, spool.Bytes, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 235, Level = LogLevel.Information, Message = "{Samples} metric samples that were kept on disk while the database was away are stored")]
    private static partial void LogReplayed(ILogger logger, long samples);

    [LoggerMessage(EventId = 236, Level = LogLevel.Warning, Message = "{Files} spool files ended in a record that was not whole; it had not been accepted, or the disk has changed it")]
    private static partial void LogDamaged(ILogger logger, int files);

    [LoggerMessage(EventId = 237, Level = LogLevel.Debug, Message = "{Bytes} bytes of metric samples wait for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, long bytes, string reason);
}
