using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Status.Workflows.Execution;

namespace Status.Workflows.Definitions;

/// <summary>Reads the workflows that can be used as activities when the host starts, and again whenever published definitions change on any host.</summary>
internal sealed class WorkflowActivitiesService(IDefinitionStore store, WorkflowActivities activities, TimeProvider timeProvider, ILogger<WorkflowActivitiesService> logger) : BackgroundService
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        store.Changed -= Wake;
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Changed += Wake;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(stoppingToken);
            try
            {
                await activities.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Who compiles a workflow looks for what it uses anyway; the designer's list is what is behind.
                EngineLog.WorkflowActivitiesNotRead(logger, e);
                await Task.Delay(_patience, timeProvider, stoppingToken);
                Wake();
            }
        }
    }

    private void Wake()
    {
        // One pending look is enough.
        if (_changed.CurrentCount == 0) _changed.Release();
    }
}
