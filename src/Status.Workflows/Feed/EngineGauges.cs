using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Status.Workflows.Diagnostics;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;

namespace Status.Workflows.Feed;

/// <summary>
/// What the database knows about the whole cluster, as gauges: accepted work, how far followers are behind, which hosts are alive. Read every <see cref="Interval"/> while somebody listens, so that a
/// scrape never waits for the database.
/// </summary>
internal sealed partial class EngineGauges : BackgroundService
{
    /// <summary>How old a value may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IInbox _inbox;
    private readonly IFeed _feed;
    private readonly IHostLeases _leases;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<EngineGauges> _logger;
    private readonly Meter _meter;
    private volatile Reading _last = Reading.None;

    public EngineGauges(IInbox inbox, IFeed feed, IHostLeases leases, IEnumerable<UnstoppableCode> unstoppable, TimeProvider timeProvider, ILogger<EngineGauges> logger)
    {
        (_inbox, _feed, _leases, _timeProvider, _logger) = (inbox, feed, leases, timeProvider, logger);
        // One of this object, not of the process: two hosts in one process (tests) each tell their own.
        _meter = new Meter(EngineDiagnostics.Name + ".Cluster");
        _meter.CreateObservableGauge("status.workflows.queue.depth", () => _last.Depth, "{item}", "Accepted work by state: ready, claimed, waiting for its time or its bookmark, parked");
        _meter.CreateObservableGauge("status.feed.head", () => _last.Head, "{fact}", "Position of the last committed fact");
        _meter.CreateObservableGauge("status.feed.lag", () => _last.Lag, "{fact}", "Facts that a follower has not digested yet");
        _meter.CreateObservableGauge("status.feed.parked.now", () => _last.Parked, "{fact}", "Facts that a follower has set aside and nobody has looked after");
        _meter.CreateObservableGauge("status.hosts", () => _last.Hosts, "{host}", "Hosts by whether their lease is valid");
        UnstoppableCode[] kinds = [.. unstoppable];
        _meter.CreateObservableGauge(
            "status.workflows.left_behind", () => kinds.Select(k => Of(k.LeftBehind, "kind", k.Kind)), "{code}", "Code that went past its time on this host and does not end: csharp, activity-test");
        _meter.CreateObservableGauge("status.database.up", () => _last.Up, "1", "Whether the last reading reached the database");
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _timeProvider);
        do
        {
            try
            {
                _last = await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
            {
                _last = _last with { Up = 0 };
                LogFailed(_logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        var depth = await _inbox.GetDepthAsync(cancellationToken);
        var head = await _feed.GetHeadAsync(cancellationToken);
        var cursors = await _feed.GetCursorsAsync(cancellationToken);
        var hosts = await _leases.GetHostsAsync(cancellationToken);
        return new Reading(
            [Of(depth.Ready, "state", "ready"), Of(depth.Claimed, "state", "claimed"), Of(depth.Waiting, "state", "waiting"), Of(depth.Parked, "state", "parked")],
            [new Measurement<long>(head)],
            [.. cursors.Select(c => Of(Math.Max(0, head - c.Position), "follower", c.Follower))],
            [.. cursors.Select(c => Of(c.Parked, "follower", c.Follower))],
            [Of(hosts.Count(h => h.IsAlive), "lease", "valid"), Of(hosts.Count(h => !h.IsAlive), "lease", "ended")],
            1);
    }

    private static Measurement<long> Of(long value, string label, string of) => new(value, KeyValuePair.Create<string, object?>(label, of));

    [LoggerMessage(EventId = 135, Level = LogLevel.Debug, Message = "The gauges could not be read: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    private sealed record Reading(
        IEnumerable<Measurement<long>> Depth,
        IEnumerable<Measurement<long>> Head,
        IEnumerable<Measurement<long>> Lag,
        IEnumerable<Measurement<long>> Parked,
        IEnumerable<Measurement<long>> Hosts,
        long Up)
    {
        public static readonly Reading None = new([], [], [], [], [], 0);
    }
}
