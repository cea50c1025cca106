using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Second half of a group commit: everything that the admitted commits leave, as commands of one batch.</summary>
internal sealed class CommitEffects(IReadOnlyList<PendingCommit> admitted)
{
    private readonly Dictionary<NpgsqlBatchCommand, (PendingCommit Owner, Write Write)> _writes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether facts depend on what the writes did, so that the batch must be looked at before it ends.</summary>
    public bool HasConditionalFacts { get; } = admitted.Any(p => p.Commit.Writes.Any(w => w.FactsIfApplied.Count > 0));

    /// <summary>The commit and write that a command stands for; <c>null</c> for commands of the store itself.</summary>
    public (PendingCommit Owner, Write Write)? FindWrite(NpgsqlBatchCommand? command) =>
        command is not null && _writes.TryGetValue(command, out var found) ? found : null;

    /// <summary>Adds all but the facts.</summary>
    public void AddRows(NpgsqlBatch batch, DateTimeOffset now)
    {
        var at = now.ToUniversalTime();
        AddConsumption(batch, at);
        AddBookmarks(batch);
        AddJournal(batch);
        AddReplies(batch, at);
        foreach (var pending in admitted)
            foreach (var write in pending.Commit.Writes)
                _writes.Add(batch.Add(write), (pending, write));
        var inbox = admitted.SelectMany(p => p.Commit.InboxAdded).ToArray();
        if (inbox.Length > 0) batch.AddInbox(inbox, now);
        AddCancelledChildren(batch, at);
        // After the inbox, so that an item of this batch can be the early stimulus of a bookmark of this batch.
        var hashes = admitted.SelectMany(p => p.Commit.BookmarksCreated).Select(b => b.Hash).Distinct().ToArray();
        if (hashes.Length > 0) batch.AddMatch(hashes);
        var places = admitted.Where(p => p.Commit.GivesPlace).Select(p => p.Commit.Instance.DefinitionId).Distinct().ToArray();
        if (places.Length > 0) batch.AddCallOfHeld(places, at);
    }

    /// <summary>The facts in the order of the commits; those of a write only when it applied.</summary>
    public List<FactRow> Facts()
    {
        var facts = new List<FactRow>();
        var applied = _writes.Where(w => w.Key.Applied()).Select(w => w.Value.Write).ToHashSet<Write>(ReferenceEqualityComparer.Instance);
        foreach (var pending in admitted)
        {
            var run = pending.Commit.Instance;
            var drafts = pending.Commit.Facts.Concat(pending.Commit.Writes.Where(applied.Contains).SelectMany(w => w.FactsIfApplied));
            facts.AddRange(drafts.Select(draft => new FactRow(draft, run.Cause, run.Depth, run.Id.Value)));
        }

        return facts;
    }

    /// <summary>What the other hosts must hear.</summary>
    public IEnumerable<string> Words(bool facts)
    {
        if (facts) yield return "f";
        if (admitted.Any(p => p.Commit.CancelsChildren || p.Commit.InboxAdded.Count > 0 || p.Commit.BookmarksCreated.Count > 0 || p.Commit.GivesPlace)) yield return "i";
        // The caller of a run's first burst waits in this process; only an answer of a later burst may be awaited elsewhere.
        foreach (var pending in admitted.Where(p => p.Commit.Reply is not null && (p.Commit.ExpectedRevision > 0 || p.Commit.InboxConsumed.Count > 0)))
            yield return "r:" + pending.InstanceId;
        // A run that came and went in one burst has no viewer yet.
        foreach (var pending in admitted.Where(p => !p.Commit.LeavesNoInstance && (p.Commit.ExpectedRevision > 0 || p.Commit.Instance.Status == InstanceStatus.Running)))
            yield return "c:" + pending.InstanceId;
    }

    private void AddConsumption(NpgsqlBatch batch, DateTimeOffset at)
    {
        var consumed = admitted.SelectMany(p => p.Commit.InboxConsumed).Distinct().ToArray();
        if (consumed.Length > 0)
            batch.Add("update workflows.inbox set consumed_at = $2, payload = null, claimed_by = null where id = any($1)").With(consumed).With(at);
    }

    /// <summary>Runs that were started by a cancelled one and have not ended, also those that nobody has begun yet.</summary>
    private void AddCancelledChildren(NpgsqlBatch batch, DateTimeOffset at)
    {
        var parents = admitted.Where(p => p.Commit.CancelsChildren).Select(p => p.InstanceId).ToArray();
        if (parents.Length > 0)
            batch.Add("""
                insert into workflows.inbox (id, kind, instance_id, cause, depth, not_before, enqueued_at)
                select 'cancel-child/' || id, 3, id, 0, 0, $2, $2 from (
                    select id from workflows.instances where parent_id = any($1) and status = 0
                    union select instance_id from workflows.inbox where parent_instance_id = any($1) and kind = 0 and consumed_at is null) children
                on conflict (id) do nothing
                """).With(parents).With(at);
    }

    private void AddBookmarks(NpgsqlBatch batch)
    {
        AddBurned(batch);
        batch.AddBookmarks(admitted.SelectMany(p => p.Commit.BookmarksCreated).ToArray());
        batch.AddTimers(admitted.SelectMany(p => p.Commit.TimersCreated.Select(t => (Timer: t, p.InstanceId))).ToArray());
    }

    private void AddBurned(NpgsqlBatch batch)
    {
        var burned = admitted.SelectMany(p => p.Commit.BookmarksBurned).Distinct().ToArray();
        if (burned.Length > 0)
        {
            batch.Add("delete from workflows.bookmarks where id = any($1)").With(burned);
            batch.Add("delete from workflows.timers where id = any($1)").With(burned.Select(id => "b/" + id).ToArray());
            // A second stimulus that was promised to this bookmark waits for the next one instead.
            batch.Add("""
                update workflows.inbox set instance_id = null, bookmark_id = null, claimed_by = null
                where bookmark_id = any($1) and consumed_at is null and stimulus_hash is not null
                """).With(burned);
        }

        // A run that ended waits for nothing, whatever it forgot to burn; one that faulted may be retried and waits on, but no timer is to wake it.
        var ended = admitted.Where(p => p.Commit.Instance.Status == InstanceStatus.Finished && p.Commit.ExpectedRevision > 0).ToArray();
        if (ended.Length == 0) return;
        var over = ended.Where(p => p.Commit.Instance.SubStatus != InstanceSubStatus.Faulted).Select(p => p.InstanceId).ToArray();
        if (over.Length > 0) batch.Add("delete from workflows.bookmarks where instance_id = any($1)").With(over);
        batch.Add("delete from workflows.timers where instance_id = any($1) and kind = 1").With(ended.Select(p => p.InstanceId).ToArray());
    }

    private void AddJournal(NpgsqlBatch batch)
    {
        var pages = admitted.Where(p => !p.Commit.LeavesNoInstance).SelectMany(p => p.Journal.Select(page => (p.InstanceId, Page: page))).ToArray();
        if (pages.Length > 0)
            batch.Add("""
                insert into workflows.journal (instance_id, first_sequence, count, records)
                select * from unnest($1::text[], $2::bigint[], $3::int[], $4::bytea[])
                """)
                .With(InboxRows.Column(pages, p => p.InstanceId)).With(InboxRows.Column(pages, p => p.Page.FirstSequence))
                .With(InboxRows.Column(pages, p => p.Page.Count)).With(InboxRows.Column(pages, p => p.Page.Packed));
    }

    private void AddReplies(NpgsqlBatch batch, DateTimeOffset at)
    {
        var replies = admitted.Where(p => p.Commit.Reply is not null).ToArray();
        if (replies.Length > 0)
            batch.Add("""
                insert into workflows.replies (instance_id, status_code, content_type, headers, body, created_at)
                select x.*, $6 from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::bytea[]) as x
                on conflict (instance_id) do nothing
                """)
                .With(InboxRows.Column(replies, p => p.InstanceId)).With(InboxRows.Column(replies, p => p.Commit.Reply!.StatusCode))
                .With(InboxRows.Column(replies, p => p.Commit.Reply!.ContentType))
                .With(InboxRows.Column(replies, p => HeaderText.Write(p.Commit.Reply!.Headers)))
                .With(InboxRows.Column(replies, p => p.Commit.Reply!.Body.ToArray())).With(at);
    }
}
