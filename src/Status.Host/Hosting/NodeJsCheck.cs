using Status.Workflows.Expressions.NodeJs;

namespace Status.Host.Hosting;

/// <summary>
/// Says at the start of the host when Run Node.js is switched on but cannot be confined here; the activity faults with the same words. Beside the start, which does not wait for it: all else runs.
/// </summary>
internal sealed partial class NodeJsCheck(NodeJsPool pool, ILogger<NodeJsCheck> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!pool.IsEnabled) return;
        await Task.Yield();
        try
        {
            if (await pool.FindObstacleAsync(stoppingToken) is { } obstacle) LogUnavailable(logger, obstacle);
            else LogReady(logger);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(EventId = 414, Level = LogLevel.Error, Message = "{Obstacle}")]
    private static partial void LogUnavailable(ILogger logger, string obstacle);

    [LoggerMessage(EventId = 415, Level = LogLevel.Information, Message = "Run Node.js is switched on; its processes are confined here")]
    private static partial void LogReady(ILogger logger);
}
