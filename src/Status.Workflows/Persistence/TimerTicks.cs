using System.Globalization;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Persistence;

/// <summary>Due timers as inbox items, whose ids are a function of timer and time: a tick that is fired twice is one item.</summary>
internal static class TimerTicks
{
    /// <summary>Row id of a trigger's timer.</summary>
    public static string IdOf(TriggerTimer timer) => $"t/{timer.DefinitionId}/{timer.ActivityId}";

    /// <summary>The run that a tick of a schedule starts.</summary>
    public static InboxItem Start(TriggerTimer timer, DateTimeOffset tick) => new()
    {
        Id = IdGenerator.Derive("tick", timer.DefinitionId, timer.ActivityId, tick.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        Kind = InboxItemKind.Start,
        DefinitionId = timer.DefinitionId,
        TriggerActivityId = timer.ActivityId,
        Payload = new DataObject { ["due"] = tick },
    };

    /// <summary>The wake-up of a waiting run.</summary>
    public static InboxItem Resume(string instanceId, string bookmarkId, DateTimeOffset due) => new()
    {
        Id = IdGenerator.Derive("timer", bookmarkId, due.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        Kind = InboxItemKind.Resume,
        InstanceId = instanceId,
        BookmarkId = bookmarkId,
        Payload = new DataObject { ["due"] = due },
    };
}
