using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Status.Host.Elsa.Executions;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Live;

/// <summary>
/// Tells observers what changed, after it was committed: <c>WorkflowInstanceUpdatedAsync</c> (the run), <c>WorkflowExecutionLogUpdatedAsync</c> (its journal) and
/// <c>ActivityExecutionLogUpdatedAsync</c> (the badges of its nodes). Changes that follow each other quickly are told as one.
/// </summary>
internal sealed partial class InstanceBroadcaster(
    IHubContext<WorkflowInstanceHub> hub, InstanceObservers observers, StoreSignals signals, ExecutionHistory history, TimeProvider timeProvider, ILogger<InstanceBroadcaster> logger)
    : BackgroundService
{
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly Pulse _pulse = new();

    /// <summary>Has the observers of a run told that it changed.</summary>
    public void Announce(string instanceId)
    {
        if (!observers.Contains(instanceId)) return;
        _changed[instanceId] = 0;
        _pulse.Set();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.Committed += Hear;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var next = _pulse.Next;
                if (_changed.IsEmpty) await Pulse.WaitAsync(next, _poll, timeProvider, stoppingToken);
                var began = timeProvider.GetTimestamp();
                foreach (var instanceId in _changed.Keys)
                {
                    if (_changed.TryRemove(instanceId, out _)) await TellAsync(instanceId, stoppingToken);
                }

                // A long journal takes longer to fold; looking at it must not keep the host busy.
                var rest = timeProvider.GetElapsedTime(began) * 4;
                await Task.Delay(rest > _least ? rest : _least, timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            signals.Committed -= Hear;
        }
    }

    private void Hear(InstanceId id) => Announce(id.Value);

    private async Task TellAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            var executions = await history.ListAsync(new InstanceId(instanceId), cancellationToken);
            var clients = hub.Clients.Group(instanceId);
            await clients.SendAsync("WorkflowInstanceUpdatedAsync", new { workflowInstanceId = instanceId }, cancellationToken);
            await clients.SendAsync("WorkflowExecutionLogUpdatedAsync", new { }, cancellationToken);
            var stats = JsonSerializer.SerializeToElement(new { stats = ExecutionStatsAnswer.Of(executions) }, ElsaJson.Options);
            await clients.SendAsync("ActivityExecutionLogUpdatedAsync", stats, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One run that cannot be read, or a store that is away, must not silence the hub for all others; the viewer reads again at the next change.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUntold(logger, instanceId, e);
        }
    }

    [LoggerMessage(EventId = 345, Level = LogLevel.Warning, Message = "The observers of run {InstanceId} could not be told of a change")]
    private static partial void LogUntold(ILogger logger, string instanceId, Exception exception);
}
