using System.Text.Json;

namespace Status.Workflows.Operations;

/// <summary>Which lines of a journal are meant. Every condition that is given must hold; <c>null</c> = any.</summary>
public sealed record JournalFilter
{
    /// <summary>Lines of these activities.</summary>
    public IReadOnlyCollection<string>? ActivityIds { get; init; }

    /// <summary>Lines of these nodes.</summary>
    public IReadOnlyCollection<string>? ActivityNodeIds { get; init; }

    /// <summary>Not the lines of activities of these types.</summary>
    public IReadOnlyCollection<string>? ExcludedActivityTypes { get; init; }

    /// <summary>Lines with these event names.</summary>
    public IReadOnlyCollection<string>? EventNames { get; init; }

    /// <summary>Whether every line is meant.</summary>
    public bool IsEmpty => ActivityIds is null && ActivityNodeIds is null && ExcludedActivityTypes is null && EventNames is null;

    /// <summary>Whether a line is meant.</summary>
    /// <param name="record">The line.</param>
    public bool Matches(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (ActivityIds?.Contains(record.ActivityId) ?? true)
            && (ActivityNodeIds?.Contains(record.NodeId) ?? true)
            && ExcludedActivityTypes?.Contains(record.ActivityType) != true
            && (EventNames?.Contains(record.EventName) ?? true);
    }

    /// <summary>Whether a packed line is meant; nothing of it is unpacked that the filter does not ask for.</summary>
    /// <param name="line">The line.</param>
    /// <param name="instanceId">The run.</param>
    internal bool Matches(JsonElement line, string instanceId) =>
        (ActivityIds is null || ActivityIds.Contains(line.GetProperty("activityId").GetString()!))
        && (ActivityNodeIds is null || ActivityNodeIds.Contains(line.GetProperty("nodeId").GetString()!))
        && (ExcludedActivityTypes is null || !ExcludedActivityTypes.Contains(line.GetProperty("activityType").GetString()!))
        && (EventNames is null || EventNames.Contains(JournalRecord.EventNameOf(line, instanceId)));
}
