using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Feed;

/// <summary>Once an hour forgets what is older than its retention: facts that everyone has passed, consumed inbox items, answers, runs, tasks that nobody waits for.</summary>
internal sealed partial class RetentionService(
    IFeed feed, IInbox inbox, ITaskStore tasks, RunRetention runs, IOptions<FeedOptions> options, TimeProvider timeProvider, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    /// <summary>One round.</summary>
    internal async Task TrimAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var partitions = await feed.TrimAsync(now - options.Value.FactRetention, cancellationToken);
        var items = await inbox.TrimAsync(now - options.Value.InboxRetention, cancellationToken);
        if (partitions + items > 0) LogTrimmed(logger, partitions, items);
        var late = await inbox.ExpireAsync(now - options.Value.StimulusRetention, cancellationToken);
        if (late > 0) LogSetAside(logger, late);
        await tasks.SweepAsync(cancellationToken);
        var (ended, journals) = await runs.TrimAsync(cancellationToken);
        if (ended + journals > 0) LogRunsTrimmed(logger, ended, journals);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TrimAsync(stoppingToken);
            }
            catch (Exception exception) when (StoreTrouble.IsTransient(exception))
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(EventId = 175, Level = LogLevel.Information, Message = "Retention dropped {Partitions} partitions of the feed and {Items} consumed inbox items")]
    private static partial void LogTrimmed(ILogger logger, int partitions, int items);

    [LoggerMessage(EventId = 116, Level = LogLevel.Warning, Message = "{Stimuli} stimuli were set aside: nobody came to wait for them in time")]
    private static partial void LogSetAside(ILogger logger, int stimuli);

    [LoggerMessage(EventId = 117, Level = LogLevel.Information, Message = "Retention removed {Runs} runs and {Journals} journals")]
    private static partial void LogRunsTrimmed(ILogger logger, int runs, int journals);

    [LoggerMessage(EventId = 176, Level = LogLevel.Warning, Message = "Retention could not reach the database; it tries again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
