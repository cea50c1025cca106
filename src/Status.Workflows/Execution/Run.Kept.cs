namespace Status.Workflows.Execution;

/// <content>
/// Waits of what faulted, and what came for them. A run that faulted goes on waiting, it only does not go on: what is accepted for it meanwhile is kept with it, and given to it when
/// it is retried. A wait that takes one stimulus takes one, as if the run had gone on.
/// </content>
internal sealed partial class Run
{
    private List<OpenBookmark>? _dormant;
    private List<InboxItem>? _kept;

    /// <summary>Waits of what faulted: they are open again when it is retried.</summary>
    public IReadOnlyList<OpenBookmark> Dormant => (IReadOnlyList<OpenBookmark>?)_dormant ?? [];

    /// <summary>What came for a run that could not go on, in its order.</summary>
    public IReadOnlyList<InboxItem> Kept => (IReadOnlyList<InboxItem>?)_kept ?? [];

    public void RestoreDormant(OpenBookmark bookmark) => (_dormant ??= []).Add(bookmark);

    public void RestoreKept(InboxItem item) => (_kept ??= []).Add(item);

    /// <summary>The open waits that a stimulus is for.</summary>
    public IReadOnlyList<OpenBookmark> WaitsFor(InboxItem item) => [.. Bookmarks.Where(b => IsFor(item, b))];

    /// <summary>Keeps a stimulus that finds no open wait, when it may find one after a retry.</summary>
    /// <returns>Whether it is kept, so that there is something to commit.</returns>
    public bool Keep(InboxItem item)
    {
        if (HasEnded && SubStatus != InstanceSubStatus.Faulted) return false;
        var waits = Dormant.Where(w => !w.IsTaken && IsFor(item, w)).ToArray();
        if (waits.Length == 0) return KeepForLater(item);
        foreach (var wait in waits.Where(w => w.AutoBurn))
        {
            if (wait.IsStored) (_burned ??= []).Add(wait.Bookmark.Id);
            (wait.IsStored, wait.IsTaken) = (false, true);
        }

        KeepForRetry(item, waits[0]);
        return true;
    }

    /// <summary>Keeps a stimulus for the retry of what waited for it.</summary>
    public void KeepForRetry(InboxItem item, OpenBookmark wait)
    {
        // Executed again an activity waits with another bookmark of the same hash; a timer of its own it sets anew.
        (_kept ??= []).Add(wait.Due is null && item.StimulusHash is null ? item with { StimulusHash = wait.Bookmark.Hash } : item);
        Journal?.AddForRun("Kept", new Model.Data.DataObject { ["Name"] = wait.Bookmark.Name, ["ActivityId"] = wait.Execution.Node.Id });
    }

    /// <summary>Takes out what is kept, to be given to the run now.</summary>
    public IReadOnlyList<InboxItem> TakeKept()
    {
        if (HasEnded || _kept is null) return [];
        var kept = _kept;
        _kept = null;
        foreach (var wait in Dormant) wait.IsTaken = false;
        return kept;
    }

    /// <summary>A kept stimulus as it finds its wait now: what was executed again waits with another bookmark.</summary>
    public InboxItem Readdressed(InboxItem item) =>
        item is { BookmarkId: not null, StimulusHash: not null } && !Bookmarks.Concat(Dormant).Any(b => b.Bookmark.Id == item.BookmarkId) ? item with { BookmarkId = null } : item;

    /// <summary>Whether the run faulted between two activities (a write was refused), so that a retry goes on with what it has instead of with a faulted activity.</summary>
    private bool HasFaultedWhereNothingStands =>
        SubStatus == InstanceSubStatus.Faulted && !Live().Any(e => e.Status == ExecutionStatus.Faulted) && (Kept.Count > 0 || Live().Any(e => e.Status == ExecutionStatus.Pending));

    /// <summary>
    /// What was put behind the work of this run by name: whether the run will wait for it shows when the run goes on. One for each name, since nobody can tell how many it will wait for.
    /// </summary>
    private bool KeepForLater(InboxItem item)
    {
        if (item is not { StimulusHash: { } hash, BookmarkId: null } || !Live().Any(e => e.Status == ExecutionStatus.Faulted)) return false;
        if (Kept.Any(k => k.StimulusHash == hash)) return false;
        RestoreKept(item);
        return true;
    }

    private bool IsFor(InboxItem item, OpenBookmark open) => item.BookmarkId is { } id
        ? open.Bookmark.Id == id
        : open.Bookmark.Hash == item.StimulusHash && (item.CorrelationId is null || CorrelationId is null || CorrelationId == item.CorrelationId);

    private void LayDown(OpenBookmark wait)
    {
        _bookmarks!.Remove(wait);
        wait.Execution.OpenBookmarks--;
        wait.IsWoken = false;
        (_dormant ??= []).Add(wait);
    }

    /// <summary>The run goes on without this execution; a timer of it would only wake it in vain.</summary>
    private void LayDownWaitsOf(NodeExecution execution)
    {
        foreach (var wait in Bookmarks.Where(b => b.Execution == execution).ToArray())
        {
            if (wait.Due is null) LayDown(wait);
            else Burn(wait);
        }
    }

    private void WakeUp(OpenBookmark wait)
    {
        (wait.IsWoken, wait.IsTaken) = (true, false);
        AddBookmark(wait);
    }

    private void WakeUpWaitsOf(NodeExecution execution)
    {
        foreach (var wait in Dormant.Where(w => w.Execution == execution).ToArray())
        {
            _dormant!.Remove(wait);
            WakeUp(wait);
        }
    }

    private void ForgetWaitsOf(NodeExecution execution) => _dormant?.RemoveAll(wait =>
    {
        if (wait.Execution != execution) return false;
        if (wait.IsStored) (_burned ??= []).Add(wait.Bookmark.Id);
        return true;
    });
}
