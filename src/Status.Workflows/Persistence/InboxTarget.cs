using Status.Workflows.Execution;

namespace Status.Workflows.Persistence;

/// <summary>Which run an item is for.</summary>
internal static class InboxTarget
{
    /// <summary>Why a stimulus was set aside for which nobody came to wait.</summary>
    public const string Expired = "Nobody came to wait for it in time.";

    /// <summary>The run; for a start without one an id derived from the item's, so that a repetition names the same run. <c>null</c>: a bookmark must be found.</summary>
    public static string? Of(InboxItem item) =>
        item.InstanceId ?? (item.Kind == InboxItemKind.Start ? IdGenerator.Derive("run", item.Id) : null);
}
