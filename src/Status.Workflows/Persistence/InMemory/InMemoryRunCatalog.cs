using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Lists of runs in memory.</summary>
internal sealed class InMemoryRunCatalog(InMemoryState state, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IRunCatalog
{
    public ValueTask<(IReadOnlyList<RunSummary> Items, long Total)> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        InstanceRecord[] found, pending;
        lock (state.Gate)
        {
            found = [.. state.Runs.Values.Select(r => r.Record).Where(run => Matches(filter, run))];
            pending = filter.WithPending ? [.. Pending().Where(run => Matches(filter, run))] : [];
        }

        var all = filter.Descending ? Ordered(pending, filter).Concat(Ordered(found, filter)) : Ordered(found, filter).Concat(Ordered(pending, filter));
        IReadOnlyList<RunSummary> items = [.. all.Skip(filter.Skip).Take(Math.Min(filter.Take, 1000)).Select(Summary)];
        return ValueTask.FromResult((items, (long)found.Length + pending.Length));
    }

    /// <summary>Accepted starts that nobody has begun, as runs.</summary>
    private IEnumerable<InstanceRecord> Pending()
    {
        foreach (var item in state.OpenItems.Values.Where(i => i.Item.Kind == InboxItemKind.Start && i.ParkedReason is null && !state.Runs.ContainsKey(i.Item.InstanceId!)))
        {
            var start = item.Item;
            var version = start.DefinitionVersionId is { } id ? state.Definitions.GetValueOrDefault(id)
                : state.Definitions.Values.FirstOrDefault(d => d.IsPublished && d.DefinitionId == start.DefinitionId);
            if (version is null) continue;
            yield return new InstanceRecord
            {
                Id = new InstanceId(start.InstanceId!),
                DefinitionId = version.DefinitionId,
                DefinitionVersionId = version.Id,
                Version = version.Version,
                Status = InstanceStatus.Running,
                SubStatus = InstanceSubStatus.Pending,
                CorrelationId = start.CorrelationId,
                ParentInstanceId = start.ParentInstanceId,
                IsSystem = version.IsSystem,
                CreatedAt = item.AcceptedAt,
                UpdatedAt = item.AcceptedAt,
                StateVersion = Run.StateVersion,
                State = default,
            };
        }
    }

    public ValueTask<IReadOnlyList<string>> DeleteAsync(IReadOnlyList<string> ids, Func<string, CommitNote>? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            IReadOnlyList<string> ended = [.. ids.Distinct().Where(id => state.Runs.GetValueOrDefault(id)?.Record.Status == InstanceStatus.Finished)];
            if (note is not null) state.Append([.. ended.Select(note)], services, timeProvider.GetUtcNow());
            foreach (var id in ended)
            {
                state.Journal.Remove(id);
                Forget(id);
            }

            return ValueTask.FromResult(ended);
        }
    }

    public ValueTask<int> TrimAsync(DateTimeOffset endedBefore, bool journalsOnly, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            var old = state.Runs.Values.Select(r => r.Record)
                .Where(r => r.Status == InstanceStatus.Finished && r.FinishedAt < endedBefore && (!journalsOnly || state.Journal.ContainsKey(r.Id.Value)))
                .OrderBy(r => r.CreatedAt).Take(take).Select(r => r.Id.Value).ToList();
            foreach (var id in old)
            {
                state.Journal.Remove(id);
                if (journalsOnly) continue;
                Forget(id);
            }

            return ValueTask.FromResult(old.Count);
        }
    }

    private void Forget(string id)
    {
        state.Runs.Remove(id);
        state.Replies.Remove(id);
        foreach (var list in state.DispatchLists.Where(l => l.Value.InstanceId == id).Select(l => l.Key).ToList()) state.DispatchLists.Remove(list);
        foreach (var wait in state.Bookmarks.Values.Where(b => b.InstanceId.Value == id).Select(b => b.Id).ToList()) state.RemoveBookmark(wait);
    }

    public ValueTask<IReadOnlyList<ImportRefusal>> ImportAsync(IReadOnlyList<RunArrival> runs, Func<ArchivedRun, CommitNote>? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            IReadOnlyList<string> taken = [.. runs.Select(r => r.Run.Id).Where(id => state.Runs.ContainsKey(id) || state.OpenItems.Values.Any(i => i.Item.InstanceId == id))];
            if (taken.Count > 0) return ValueTask.FromResult<IReadOnlyList<ImportRefusal>>([.. taken.Select(id => new ImportRefusal(id, ImportRefusalReason.Taken, id))]);
            InstanceRecord[] together = [.. runs.Select(r => r.Run.ToRecord())];
            IReadOnlyList<ImportRefusal> refused = [.. runs.Select(r => Decide(r, together)).OfType<ImportRefusal>()];
            if (refused.Count > 0) return ValueTask.FromResult(refused);
            if (note is not null) signals.FactsCommitted(state.Append([.. runs.Select(r => note(r.Run))], services, timeProvider.GetUtcNow()));
            foreach (var run in runs) Add(run);
        }

        signals.Inbox.Set();
        signals.Timers.Set();
        return ValueTask.FromResult<IReadOnlyList<ImportRefusal>>([]);
    }

    private ImportRefusal? Decide(RunArrival arrival, InstanceRecord[] together)
    {
        if (arrival.Activation is not { } rule) return null;
        var beside = state.Runs.Values.Select(r => r.Record).Concat(together).Where(r => r.Id.Value != arrival.Run.Id && r.Status == InstanceStatus.Running)
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id.Value, StringComparer.Ordinal).ToList();
        if (beside.Find(rule.IsBlockedBy) is { } other) return new ImportRefusal(arrival.Run.Id, ImportRefusalReason.NotActivated, other.Id.Value);
        if (rule.MostRunning is not { } most) return null;
        var same = beside.FindAll(r => r.DefinitionId == rule.DefinitionId);
        var waiting = state.OpenItems.Values.Where(i => i.LimitedBy == rule.DefinitionId && i.ParkedReason is null).Select(i => i.Item.InstanceId!).ToList();
        return same.Count + waiting.Count < most ? null : new ImportRefusal(arrival.Run.Id, ImportRefusalReason.AtLimit, same.Count > 0 ? same[0].Id.Value : waiting[0]);
    }

    private void Add(RunArrival arrival)
    {
        var (run, record) = (arrival.Run, arrival.Run.ToRecord());
        Forget(run.Id);
        foreach (var id in state.Inbox.Where(i => i.Value.IsConsumed && i.Value.Item.InstanceId == run.Id).Select(i => i.Key).ToList()) state.Inbox.Remove(id);
        state.Runs[run.Id] = new StoredRun(record, new RunCommit { Instance = record, ExpectedRevision = run.Revision - 1, Mode = PersistenceMode.Journalled }, null);
        state.Journal[run.Id] = [.. run.Journal];
        foreach (var bookmark in arrival.Bookmarks) state.Bookmarks[bookmark.Id] = bookmark;
        foreach (var timer in arrival.Timers) state.BookmarkTimers[timer.BookmarkId] = (run.Id, timer.Due);
        foreach (var task in arrival.Tasks) state.Tasks[task.Id] = task;
        state.Enqueue(arrival.Work, timeProvider.GetUtcNow());
        foreach (var bookmark in arrival.Bookmarks) state.Match(bookmark.Hash);
    }

    private static bool Matches(RunFilter filter, InstanceRecord run) =>
        (filter.Ids?.Contains(run.Id.Value) ?? true)
        && (filter.DefinitionIds?.Contains(run.DefinitionId) ?? true)
        && (filter.DefinitionVersionIds?.Contains(run.DefinitionVersionId) ?? true)
        && (filter.Version is not { } version || run.Version == version)
        && (filter.CorrelationId is not { } correlation || run.CorrelationId == correlation)
        && (filter.HasIncidents is not { } incidents || run.IncidentCount > 0 == incidents)
        && (filter.IsSystem is not { } isSystem || run.IsSystem == isSystem)
        && (filter.Statuses?.Contains(run.Status) ?? true)
        && (filter.SubStatuses?.Contains(run.SubStatus) ?? true)
        && (filter.Search is not { } search || new[] { run.Id.Value, run.Name, run.CorrelationId, run.DefinitionId }.Any(t => t?.Contains(search, StringComparison.OrdinalIgnoreCase) == true))
        && filter.Times.All(time => Holds(time, run));

    private static bool Holds(RunTimeCondition condition, InstanceRecord run)
    {
        var time = condition.Time switch { RunTime.Created => run.CreatedAt, RunTime.Updated => run.UpdatedAt, _ => run.FinishedAt };
        return condition.Comparison switch
        {
            RunTimeComparison.Is => time == condition.At,
            RunTimeComparison.IsNot => time != condition.At,
            RunTimeComparison.LessThan => time < condition.At,
            RunTimeComparison.LessThanOrEqual => time <= condition.At,
            RunTimeComparison.GreaterThan => time > condition.At,
            _ => time >= condition.At,
        };
    }

    private static IEnumerable<InstanceRecord> Ordered(IEnumerable<InstanceRecord> runs, RunFilter filter) => filter.Order switch
    {
        RunOrder.Created => By(runs, r => r.CreatedAt, filter.Descending),
        RunOrder.Updated => By(runs, r => r.UpdatedAt, filter.Descending),
        RunOrder.Finished => By(runs, r => r.FinishedAt ?? DateTimeOffset.MaxValue, filter.Descending),
        _ => filter.Descending
            ? runs.OrderByDescending(r => r.Name is null).ThenByDescending(r => r.Name, StringComparer.Ordinal).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal)
            : runs.OrderBy(r => r.Name is null).ThenBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Id.Value, StringComparer.Ordinal),
    };

    private static IEnumerable<InstanceRecord> By(IEnumerable<InstanceRecord> runs, Func<InstanceRecord, DateTimeOffset> key, bool descending) => descending
        ? runs.OrderByDescending(key).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal)
        : runs.OrderBy(key).ThenBy(r => r.Id.Value, StringComparer.Ordinal);

    private static RunSummary Summary(InstanceRecord run) => new()
    {
        Id = run.Id,
        DefinitionId = run.DefinitionId,
        DefinitionVersionId = run.DefinitionVersionId,
        Version = run.Version,
        Status = run.Status,
        SubStatus = run.SubStatus,
        Name = run.Name,
        CorrelationId = run.CorrelationId,
        ParentInstanceId = run.ParentInstanceId,
        IncidentCount = run.IncidentCount,
        CreatedAt = run.CreatedAt,
        UpdatedAt = run.UpdatedAt,
        FinishedAt = run.FinishedAt,
    };
}
