using Status.Workflows.Execution;

namespace Status.Workflows.Persistence;

/// <summary>Which run an item is for.</summary>
internal static class InboxTarget
{
    /// <summary>The run; for a start without one an id derived from the item's, so that a repetition names the same run. <c>null</c>: a bookmark must be found.</summary>
    public static string? Of(InboxItem item) =>
        item.InstanceId ?? (item.Kind == InboxItemKind.Start ? IdGenerator.Derive("run", item.Id) : null);
}
