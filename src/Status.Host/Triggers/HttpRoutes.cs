using Status.Workflows.Definitions;

namespace Status.Host.Triggers;

/// <summary>
/// The current route table. A change of published definitions, on whichever host, makes it stale; the next request waits until it is read again, so whoever has published
/// finds their endpoint with the next call.
/// </summary>
internal sealed partial class HttpRoutes(IDefinitionStore definitions, TimeProvider time, ILogger<HttpRoutes> logger) : IHostedService, IDisposable
{
    /// <summary>While the database does not answer, requests get the table before and do not queue up to ask it.</summary>
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile HttpRouteTable _table = HttpRouteTable.Empty;
    private int _changes;
    private int _changesRead = -1;
    private DateTimeOffset _notBefore;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        definitions.Changed += OnChanged;
        await ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        definitions.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>The routes of what is published now.</summary>
    public ValueTask<HttpRouteTable> CurrentAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _changesRead) == Volatile.Read(ref _changes) ? new(_table) : RefreshAsync(cancellationToken);

    private void OnChanged() => Interlocked.Increment(ref _changes);

    private async ValueTask<HttpRouteTable> RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have read it meanwhile.
            if (_changesRead != Volatile.Read(ref _changes) && time.GetUtcNow() >= _notBefore) await ReadAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The table before keeps serving; a request after the pause tries again.
            _notBefore = time.GetUtcNow() + _pauseAfterFailure;
            LogFailed(logger, error);
        }
        finally
        {
            _reading.Release();
        }

        return _table;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // Before reading: a change that comes while it is read makes it stale again.
        var changes = Volatile.Read(ref _changes);
        _table = HttpRouteTable.From(
            await definitions.GetTriggersAsync(cancellationToken),
            (trigger, error) => LogUnusable(logger, trigger.DefinitionId, trigger.ActivityId, error));
        Volatile.Write(ref _changesRead, changes);
    }

    [LoggerMessage(350, LogLevel.Error, "The HTTP routes of workflows could not be read again; the ones before keep serving")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(351, LogLevel.Error, "Workflow {Definition}: the path of the HTTP endpoint {Activity} cannot be matched and is not served; a designer must change it")]
    private static partial void LogUnusable(ILogger logger, string definition, string activity, Exception error);
}
