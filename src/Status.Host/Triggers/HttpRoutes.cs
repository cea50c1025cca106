using Status.Workflows.Definitions;

namespace Status.Host.Triggers;

/// <summary>The current route table: read from the trigger index at start and whenever published definitions change, on whichever host.</summary>
internal sealed partial class HttpRoutes(IDefinitionStore definitions, ILogger<HttpRoutes> logger) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _rebuild = new(1, 1);
    private volatile HttpRouteTable _current = HttpRouteTable.Empty;

    /// <summary>The routes as last read.</summary>
    public HttpRouteTable Current => _current;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        definitions.Changed += OnChanged;
        await RebuildAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        definitions.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _rebuild.Dispose();

    private async void OnChanged()
    {
        try
        {
            await RebuildAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            // The table before keeps serving; the next change or restart reads it anew.
            LogFailed(logger, error);
        }
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _rebuild.WaitAsync(cancellationToken);
        try
        {
            _current = HttpRouteTable.From(
                await definitions.GetTriggersAsync(cancellationToken),
                (trigger, error) => LogUnusable(logger, trigger.DefinitionId, trigger.ActivityId, error));
        }
        finally
        {
            _rebuild.Release();
        }
    }

    [LoggerMessage(350, LogLevel.Error, "The HTTP routes of workflows could not be read again; the ones before keep serving")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(351, LogLevel.Error, "Workflow {Definition}: the path of the HTTP endpoint {Activity} cannot be matched and is not served; a designer must change it")]
    private static partial void LogUnusable(ILogger logger, string definition, string activity, Exception error);
}
