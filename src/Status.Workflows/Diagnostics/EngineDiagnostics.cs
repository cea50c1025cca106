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
    private static readonly Counter<long> _bursts = _meter.CreateCounter<long>("status.workflows.bursts", "{burst}", "Bursts by the status they left the run in.");
    private static readonly Counter<long> _incidents = _meter.CreateCounter<long>("status.workflows.incidents", "{incident}", "Faults of activities.");

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

    /// <summary>Counts a burst.</summary>
    /// <typeparam name="T">Type of the status; generic, so that nothing is boxed.</typeparam>
    /// <param name="subStatus">Status it left the run in.</param>
    internal static void BurstEnded<T>(T subStatus)
        where T : struct, Enum
    {
        if (_bursts.Enabled) _bursts.Add(1, KeyValuePair.Create<string, object?>("status", subStatus.ToString()));
    }

    /// <summary>Counts a further try of an activity.</summary>
    /// <param name="activityType">Type of the activity.</param>
    internal static void Retried(string activityType)
    {
        if (_retries.Enabled) _retries.Add(1, KeyValuePair.Create<string, object?>("activity.type", activityType));
    }

    /// <summary>Counts a fault.</summary>
    /// <param name="activityType">Type of the activity.</param>
    internal static void Faulted(string activityType)
    {
        if (_incidents.Enabled) _incidents.Add(1, KeyValuePair.Create<string, object?>("activity.type", activityType));
    }
}
