using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Starts that wait for a place of their definition, in memory: the same rules as the functions of the database. Whoever calls holds the gate.</summary>
internal static class InMemoryPlaces
{
    /// <summary>Whether a start may begin: as many go on, or were accepted before it, as are allowed.</summary>
    public static bool HasPlace(this InMemoryState state, RunCommit commit, int most, DateTimeOffset now)
    {
        var definition = commit.Instance.DefinitionId;
        var running = state.Running(definition);
        if (running >= most) return false;
        var start = commit.InboxConsumed.Select(id => state.Inbox.GetValueOrDefault(id)).OfType<StoredItem>().FirstOrDefault(i => i.Item.Kind == InboxItemKind.Start);
        var before = state.OpenItems.Values.Count(i =>
            i.Item.Kind == InboxItemKind.Start && i.ParkedReason is null && i.Sequence < (start?.Sequence ?? long.MaxValue) && state.DefinitionOf(i) == definition && Counts(i, start is not null, now));
        return running + before < most;
    }

    /// <summary>Holds back the start of a commit that found no place, with everything that is claimed for its run.</summary>
    public static void Hold(this InMemoryState state, RunCommit commit, int most, string host)
    {
        if (commit.InboxConsumed.Count == 0) return;
        foreach (var item in state.OpenItems.Values.Where(i => i.Item.InstanceId == commit.Instance.Id.Value && i.ClaimedBy == host))
        {
            (item.IsHeld, item.ClaimedBy) = (true, null);
            if (item.Item.Kind == InboxItemKind.Start) (item.LimitedBy, item.LimitedTo) = (commit.Instance.DefinitionId, most);
        }
    }

    /// <summary>Lets the oldest held starts of a definition go as far as there are places, and at least so many; returns how many.</summary>
    public static int CallHeld(this InMemoryState state, string definition, DateTimeOffset now, int least = 0)
    {
        var held = state.OpenItems.Values.Where(i => i.LimitedBy == definition && i.IsHeld && i.ParkedReason is null).ToList();
        if (held.Count == 0) return 0;
        var taken = state.Running(definition)
            + state.OpenItems.Values.Count(i => i.LimitedBy == definition && !i.IsHeld && i.ParkedReason is null && (i.ClaimedBy is not null || i.Item.NotBefore <= now));
        var called = held[0].LimitedTo is { } most ? Math.Max(least, most - taken) : held.Count;
        var runs = held.Take(called).Select(i => i.Item.InstanceId).ToHashSet();
        foreach (var item in state.OpenItems.Values.Where(i => i.IsHeld && runs.Contains(i.Item.InstanceId))) item.IsHeld = false;
        return runs.Count;
    }

    /// <summary>Calls whoever was behind starts that are not to begin after all, or not now.</summary>
    public static void CallBehind(this InMemoryState state, IEnumerable<StoredItem> items, DateTimeOffset now)
    {
        foreach (var definition in items.Where(i => i.Item.Kind == InboxItemKind.Start).Select(state.DefinitionOf).OfType<string>().Distinct().ToList()) state.CallHeld(definition, now);
    }

    /// <summary>Another number is allowed from now on (<c>null</c>: any).</summary>
    public static void ChangeLimit(this InMemoryState state, string definition, int? most, DateTimeOffset now)
    {
        foreach (var item in state.OpenItems.Values.Where(i => i.LimitedBy == definition)) item.LimitedTo = most;
        state.CallHeld(definition, now);
    }

    /// <summary>The definition that an item starts; <c>null</c> when that cannot be known.</summary>
    private static string? DefinitionOf(this InMemoryState state, StoredItem item) =>
        item.LimitedBy ?? item.Item.DefinitionId ?? (item.Item.DefinitionVersionId is { } version ? state.Definitions.GetValueOrDefault(version)?.DefinitionId : null);

    private static int Running(this InMemoryState state, string definition) =>
        state.Runs.Values.Count(r => r.Record.Status == InstanceStatus.Running && r.Record.DefinitionId == definition);

    /// <summary>A start that was never in the inbox comes behind those that are begun or held; what lies there and is about to be claimed does not stop it.</summary>
    private static bool Counts(StoredItem item, bool hasPlace, DateTimeOffset now) =>
        item.ClaimedBy is not null || item.IsHeld || (item.Item.NotBefore <= now && (hasPlace || item.LimitedBy is not null));
}
