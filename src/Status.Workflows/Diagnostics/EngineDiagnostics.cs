using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Status.Workflows.Diagnostics;

/// <summary>Traces and measures of the engine. Both cost next to nothing while nobody listens.</summary>
public static class EngineDiagnostics
{
    /// <summary>Name of the trace source and of the meter.</summary>
    public const string Name = "Status.Workflows";

    private static readonly ActivitySource _source = new(Name);
    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _bursts = _meter.CreateCounter<long>("status.workflows.bursts", "{burst}", "Bursts by the status they left the run in");
    private static readonly Counter<long> _runs = _meter.CreateCounter<long>("status.workflows.runs", "{run}", "Runs that have ended, by definition and status");
    private static readonly Counter<long> _activities = _meter.CreateCounter<long>("status.workflows.activities", "{activity}", "Activities executed");
    private static readonly Counter<long> _incidents = _meter.CreateCounter<long>("status.workflows.incidents", "{incident}", "Faults of activities, by type of activity");
    private static readonly Histogram<double> _commits = _meter.CreateHistogram<double>("status.workflows.commit.duration", "s", "Time of one shared transaction");
    private static readonly Histogram<long> _batches = _meter.CreateHistogram<long>(
        "status.workflows.commit.batch", "{commit}", "Commits that shared one transaction", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    private static readonly Counter<long> _failedBatches = _meter.CreateCounter<long>("status.workflows.commit.failures", "{transaction}", "Shared transactions that did not end");

    /// <summary>Begins the span of one burst of a run; <c>null</c> while nobody listens.</summary>
    /// <param name="definitionId">The definition, part of the span's name.</param>
    /// <param name="instanceId">The run.</param>
    /// <param name="parent">W3C trace context that the run was started with, for a burst that nobody calls now; <c>null</c> when there is none.</param>
    /// <returns>The span; disposing it ends it.</returns>
    internal static Activity? BeginRun(string definitionId, string instanceId, string? parent)
    {
        if (!_source.HasListeners()) return Carry(parent);
        var name = "run " + definitionId;
        var span = Activity.Current is null && ActivityContext.TryParse(parent, null, isRemote: true, out var context)
            ? _source.StartActivity(name, ActivityKind.Consumer, context)
            : _source.StartActivity(name);
        span?.SetTag("workflow.instance.id", instanceId);
        span?.SetTag("workflow.definition.id", definitionId);
        return span;
    }

    private static readonly Counter<long> _refused = _meter.CreateCounter<long>("status.workflows.refused", "{request}", "Requests refused instead of queued: paused, busy, backlog, limit.");
    private static readonly Counter<long> _retries = _meter.CreateCounter<long>("status.workflows.retries", "{retry}", "Further tries of activities.");

    /// <summary>Begins the span of one execution of an activity; <c>null</c> while nobody listens.</summary>
    /// <param name="activityType">Type name, the name of the span.</param>
    /// <param name="instanceId">The run.</param>
    /// <param name="nodeId">The node.</param>
    /// <returns>The span; disposing it ends it.</returns>
    internal static Activity? Begin(string activityType, string instanceId, string nodeId)
    {
        if (!_source.HasListeners()) return null;
        var span = _source.StartActivity(activityType);
        span?.SetTag("workflow.instance.id", instanceId);
        span?.SetTag("workflow.node.id", nodeId);
        return span;
    }

    /// <summary>The trace context that later bursts of a run go on with: the caller's, or our own when it is being traced; <c>null</c> when nobody asked for a trace.</summary>
    internal static string? TraceToKeep() => Activity.Current is { } current && (current.Recorded || current.ParentId is not null) ? current.Id : null;

    /// <summary>Counts a burst.</summary>
    /// <typeparam name="T">Type of the status; generic, so that nothing is boxed.</typeparam>
    /// <param name="definitionId">The definition.</param>
    /// <param name="subStatus">Status it left the run in.</param>
    /// <param name="ended">Whether the run has ended.</param>
    /// <param name="activities">Activities executed in it.</param>
    internal static void BurstEnded<T>(string definitionId, T subStatus, bool ended, int activities)
        where T : struct, Enum
    {
        if (!_bursts.Enabled) return;
        var status = KeyValuePair.Create<string, object?>("status", StatusNames<T>.Of(subStatus));
        _bursts.Add(1, status);
        _activities.Add(activities);
        if (ended) _runs.Add(1, KeyValuePair.Create<string, object?>("definition", definitionId), status);
    }

    /// <summary>Counts a further try of an activity.</summary>
    /// <param name="activityType">Type of the activity.</param>
    internal static void Retried(string activityType)
    {
        if (_retries.Enabled) _retries.Add(1, KeyValuePair.Create<string, object?>("activity_type", activityType));
    }

    /// <summary>Counts work that was refused instead of being queued.</summary>
    /// <param name="reason"><c>paused</c>, <c>busy</c>, <c>backlog</c> or <c>limit</c>.</param>
    public static void Refused(string reason)
    {
        if (_refused.Enabled) _refused.Add(1, KeyValuePair.Create<string, object?>("reason", reason));
    }

    /// <summary>Counts a fault and marks its span.</summary>
    /// <param name="activityType">Type of the activity.</param>
    internal static void Faulted(string activityType)
    {
        Activity.Current?.SetStatus(ActivityStatusCode.Error);
        if (_incidents.Enabled) _incidents.Add(1, KeyValuePair.Create<string, object?>("activity_type", activityType));
    }

    /// <summary>Begins the span of one shared transaction; it ends when the database has answered, before anybody is told. <c>null</c> while nobody listens.</summary>
    internal static Activity? BeginCommit() => _source.HasListeners() ? _source.StartActivity("commit", ActivityKind.Client) : null;

    /// <summary>Counts a shared transaction.</summary>
    /// <param name="commits">Commits in it.</param>
    /// <param name="duration">Its time.</param>
    internal static void Committed(int commits, TimeSpan duration)
    {
        _batches.Record(commits);
        _commits.Record(duration.TotalSeconds);
    }

    /// <summary>Counts a shared transaction that did not end.</summary>
    internal static void CommitFailed() => _failedBatches.Add(1);

    /// <summary>Without a listener the caller's trace still goes on to the systems that this run calls.</summary>
    private static Activity? Carry(string? parent) =>
        parent is null || Activity.Current is not null ? null : new Activity("run").SetParentId(parent).Start();

    private static class StatusNames<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> _names = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString());

        public static string Of(T value) => _names[value];
    }
}
