using Status.Workflows.Authoring;

namespace Status.Workflows.Execution;

/// <content>The effects that wait for the commit.</content>
internal sealed partial class Run
{
    private static readonly List<OpenBookmark> _noBookmarks = [];

    private List<FactDraft>? _facts;
    private List<Write>? _writes;
    private List<(string Key, PlanNode Node)>? _writers;
    private List<InboxItem>? _added;
    private List<string> _consumed = [];
    private List<InboxItem>? _taken;
    private List<string>? _burned;
    private List<OpenBookmark>? _bookmarks;
    private HttpReply? _reply;

    /// <summary>Revision of the stored row; 0 before the first commit.</summary>
    public long Revision { get; set; }

    public IReadOnlyList<OpenBookmark> Bookmarks => _bookmarks ?? _noBookmarks;

    /// <summary>The answer, when the run has given one in this burst.</summary>
    public HttpReply? Answer { get; private set; }

    /// <summary>Whether an earlier burst has answered.</summary>
    public bool WasAnswered { get; set; }

    public bool HasEffects => _facts is not null || _writes is not null || _added is not null || _consumed.Count > 0;

    public void Emit(FactDraft fact) => (_facts ??= []).Add(fact);

    public void Enlist(NodeExecution execution, Write write)
    {
        (_writes ??= []).Add(write);
        (_writers ??= []).Add((write.Key, execution.Node));
    }

    public void Enlist(Write write) => (_writes ??= []).Add(write);

    public void Enqueue(InboxItem item) => (_added ??= []).Add(item);

    public void SetReply(HttpReply reply)
    {
        // The first answer counts: a response can be sent once.
        if (Answer is not null || WasAnswered) return;
        Answer = _reply = reply;
    }

    /// <summary>Work that the present burst has taken and not committed yet.</summary>
    public IReadOnlyList<InboxItem> Taken => (IReadOnlyList<InboxItem>?)_taken ?? [];

    public void Consume(InboxItem item)
    {
        _consumed.Add(item.Id);
        (_taken ??= []).Add(item);
    }

    /// <summary>The node that enlisted a write.</summary>
    public PlanNode? WriterOf(string? key)
    {
        if (key is null || _writers is null) return null;
        foreach (var (writeKey, node) in _writers)
        {
            if (writeKey == key) return node;
        }

        return null;
    }

    public void AddBookmark(NodeExecution execution, CreateBookmarkArgs args, DateTimeOffset? due)
    {
        var name = args.BookmarkName ?? execution.Node.Definition.Type;
        var bookmark = new Bookmark
        {
            Id = IdGenerator.Derive(InstanceId, "bookmark", $"{++BookmarkCount}"),
            InstanceId = new InstanceId(InstanceId),
            Name = name,
            Hash = Stimulus.Hash(name, args.Stimulus, args.IncludeActivityInstanceId ? execution.Id : null),
            Payload = args.Stimulus,
            ActivityNodeId = execution.Node.NodeId,
            ActivityInstanceId = execution.Id,
            CorrelationId = CorrelationId,
            CreatedAt = TimeProvider.GetUtcNow(),
        };
        AddBookmark(new OpenBookmark { Bookmark = bookmark, Execution = execution, CallbackName = args.Callback?.Method.Name, AutoBurn = args.AutoBurn, Due = due });
    }

    public void AddBookmark(OpenBookmark bookmark)
    {
        (_bookmarks ??= []).Add(bookmark);
        bookmark.Execution.OpenBookmarks++;
    }

    private void Burn(OpenBookmark bookmark)
    {
        if (!_bookmarks!.Remove(bookmark)) return;
        bookmark.Execution.OpenBookmarks--;
        if (bookmark.IsStored) (_burned ??= []).Add(bookmark.Bookmark.Id);
    }

    private void BurnAll(NodeExecution execution)
    {
        for (var i = _bookmarks!.Count - 1; i >= 0; i--)
        {
            if (_bookmarks[i].Execution == execution) Burn(_bookmarks[i]);
        }
    }

    /// <summary>Burns what cancelled executions wait for, in one walk over all bookmarks.</summary>
    private void BurnCanceled()
    {
        _bookmarks?.RemoveAll(open =>
        {
            if (open.Execution.Status != ExecutionStatus.Canceled) return false;
            CancelChildRun(open);
            open.Execution.OpenBookmarks--;
            if (open.IsStored) (_burned ??= []).Add(open.Bookmark.Id);
            return true;
        });
    }

    /// <summary>Nobody waits for these child runs any more: they are cancelled with the commit. Returns whether there are any.</summary>
    private bool CancelChildRuns(NodeExecution execution)
    {
        var any = false;
        foreach (var open in _bookmarks!)
        {
            if (open.Execution == execution) any |= CancelChildRun(open);
        }

        return any;
    }

    private bool CancelChildRun(OpenBookmark open)
    {
        var any = false;
        foreach (var child in ChildRunsOf(open))
        {
            CancelRun(child);
            any = true;
        }

        return any;
    }

    /// <summary>The runs that a bookmark waits for.</summary>
    public static IEnumerable<string> ChildRunsOf(OpenBookmark open)
    {
        if (open.Bookmark.Name == ChildResult.StimulusName && open.Bookmark.Payload["ChildInstanceId"] is string child) yield return child;
        if (open.Execution.Node.Activity is not IStartsRuns several) yield break;
        foreach (var one in several.RunsUnderWay(open.Execution)) yield return one;
    }

    private void CancelRun(string id) =>
        Enqueue(new InboxItem { Id = IdGenerator.Derive("cancel", id), Kind = InboxItemKind.Cancel, InstanceId = id, Cause = Cause, Depth = Depth });
}
