using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Host.Live;

/// <summary>
/// Follows the feed for the screens connected to this host. Not a <see cref="Follower"/>: each host tells its own screens, and what nobody heard is lost by intent,
/// since a screen reads everything again when it connects. While nobody listens nothing is read.
/// </summary>
internal sealed partial class LiveAnnouncer(
    IFeed feed, StoreSignals signals, IHubContext<LiveHub> hub, LiveConnections connections, TimeProvider timeProvider, ILogger<LiveAnnouncer> logger) : BackgroundService
{
    /// <summary>Facts worth looking at one by one between two messages; beyond it everything counts as changed.</summary>
    private const int MostFacts = 500;

    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(1);
    /// <summary>Under load the feed wakes at every commit; screens need not be that quick.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _checkEvery = TimeSpan.FromSeconds(15);
    private readonly LiveBacklog _backlog = new(_pace);
    private readonly ConcurrentDictionary<string, byte> _runs = new(StringComparer.Ordinal);
    private DateTimeOffset _checkedAt;
    private long _seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.Committed += Note;
        try
        {
            while (!stoppingToken.IsCancellationRequested) await StepAsync(stoppingToken);
        }
        finally
        {
            signals.Committed -= Note;
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!connections.Any)
            {
                _runs.Clear();
                _seen = 0;
                await Task.Delay(_pace, timeProvider, cancellationToken);
                return;
            }

            if (_seen == 0) _seen = await feed.GetHeadAsync(cancellationToken);
            await ReadAsync(cancellationToken);
            await TellAsync(cancellationToken);
            await feed.WaitAsync(_seen, cancellationToken);
            await Task.Delay(_rest, timeProvider, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Screens must come back to life by themselves after whatever the database or a socket does.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogInterrupted(logger, exception);
            await Task.Delay(_pace, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var facts = await feed.ReadAsync(_seen, MostFacts, cancellationToken);
        if (facts.Count == MostFacts)
        {
            _seen = await feed.GetHeadAsync(cancellationToken);
            _backlog.AddEverything(_seen);
            return;
        }

        foreach (var fact in facts) _backlog.Add(fact);
        if (facts.Count > 0) _seen = facts[^1].Position;
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _runs.Keys)
            if (_runs.TryRemove(id, out _))
                _backlog.AddRun(id);
        var now = timeProvider.GetUtcNow();
        if (now - _checkedAt >= _checkEvery)
        {
            _checkedAt = now;
            await connections.CloseEndedAsync(cancellationToken);
        }

        foreach (var message in _backlog.Take(now))
            await hub.Clients.Group(message.Topic).SendAsync("changed", message, cancellationToken);
    }

    private void Note(InstanceId id)
    {
        // More runs than can be named are one message anyway.
        if (connections.Any && _runs.Count < MostFacts) _runs.TryAdd(id.Value, 0);
    }

    [LoggerMessage(EventId = 370, Level = LogLevel.Warning, Message = "Live messages were interrupted and go on")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
