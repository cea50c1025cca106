using System.Text.Json;
using Status.Workflows.Composition;
using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Takes runs out of the store and decides which may come back.</summary>
/// <param name="store">Keeps runs.</param>
/// <param name="inspector">Unfolds runs.</param>
/// <param name="engine">Restores runs.</param>
/// <param name="tasks">Keeps the tasks of runs.</param>
public sealed class RunArchive(IRunStore store, RunInspector inspector, WorkflowEngine engine, ITaskStore tasks)
{
    private const int LongestText = 4096;
    private const int PagesAtOnce = 256;

    /// <summary>A run as the store keeps it; <c>null</c> when there is none.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ArchivedRun?> GetAsync(InstanceId id, CancellationToken cancellationToken = default)
    {
        if (await store.LoadAsync(id, cancellationToken) is not { } run) return null;
        var journal = new List<JournalPage>();
        while (true)
        {
            var next = journal.Count == 0 ? 0 : journal[^1].FirstSequence + journal[^1].Count;
            var pages = await store.LoadJournalAsync(id, next, PagesAtOnce, cancellationToken);
            journal.AddRange(pages);
            if (pages.Count < PagesAtOnce) return ArchivedRun.Of(run, journal, [.. (await tasks.ListOfAsync(id, cancellationToken)).Select(ArchivedTask.Of)]);
        }
    }

    /// <summary>
    /// Looks whether a run that comes from outside can be shown like one of ours, and when it has not ended, whether it can go on here. What it waits for is made from its state; what
    /// its state can not tell (a child that is somewhere else, work that is under way in the place it comes from) is a reason to refuse it.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="together">Ids of the runs that come with it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The run with what it needs, or why it cannot come in.</returns>
    public async Task<(RunArrival? Arrival, IReadOnlyList<string> Problems)> PrepareAsync(ArchivedRun run, IReadOnlySet<string> together, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(together);
        if (RefuseRow(run) is { } refused) return (null, [refused]);
        try
        {
            var snapshot = await inspector.ReadAsync(run.ToRecord(), cancellationToken);
            var hasEnded = snapshot.Run.Status == InstanceStatus.Finished;
            if (hasEnded && snapshot.Bookmarks.Count > 0) return (null, ["Its state waits for something although the run has ended."]);
            if (snapshot.Incidents.Count != run.IncidentCount) return (null, ["The number of its incidents is not that of its state."]);
            if ((RefuseExecutions(snapshot) ?? RefuseJournal(run, snapshot)) is { } broken) return (null, [broken]);
            return hasEnded && run.SubStatus != InstanceSubStatus.Faulted ? (new RunArrival(run), []) : await PrepareWaitsAsync(run, together, hasEnded, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException or NullReferenceException)
        {
            return (null, ["Its state or its journal cannot be read: the file is damaged or was changed."]);
        }
    }

    private async Task<(RunArrival? Arrival, IReadOnlyList<string> Problems)> PrepareWaitsAsync(ArchivedRun run, IReadOnlySet<string> together, bool hasEnded, CancellationToken cancellationToken)
    {
        var waits = await engine.ExamineAsync(run.ToRecord(), cancellationToken);
        // One that faulted can be looked at whatever became of its version; then it cannot be retried.
        if (hasEnded && waits.Problems.Count > 0) return (new RunArrival(run), []);
        var problems = new List<string>(waits.Problems);
        foreach (var (node, child) in waits.Children)
        {
            if (together.Contains(child) || (await store.LoadAsync(new InstanceId(child), cancellationToken))?.Status == InstanceStatus.Running) continue;
            problems.Add($"{node}: it waits for the run '{child}', which neither goes on here nor is among the files.");
        }

        OpenTask[] open = [.. (run.Tasks ?? []).Select(t => t.ToTask(run))];
        foreach (var wait in waits.Bookmarks.Where(b => b.Name == RunTask.StimulusName && !Array.Exists(open, t => t.Hash == b.Hash)))
            problems.Add($"{wait.ActivityNodeId}: it waits for a task that is not in the file.");
        if (problems.Count > 0) return (null, problems);
        return (new RunArrival(run) { Bookmarks = waits.Bookmarks, Timers = waits.Timers, Tasks = open, Work = waits.Work, Activation = hasEnded ? null : waits.Activation }, []);
    }

    private static string? RefuseRow(ArchivedRun run)
    {
        if (run.Format != ArchivedRun.CurrentFormat) return $"The file has the form {run.Format}; this version reads {ArchivedRun.CurrentFormat}.";
        if (run.StateVersion is < 1 or > Run.StateVersion) return $"Its state has the layout {run.StateVersion}; this version reads up to {Run.StateVersion}.";
        string?[] texts = [run.Id, run.DefinitionId, run.DefinitionVersionId, run.Name, run.CorrelationId, run.ParentInstanceId];
        if (texts.Any(t => t is not null && !IsText(t)) || texts[..3].Any(string.IsNullOrWhiteSpace)) return "One of its ids or names is empty, too long, or holds what is no character.";
        return run.FinishedAt is null == (InstanceTransitions.StatusOf(run.SubStatus) == InstanceStatus.Finished) || run.Version < 1 || run.IncidentCount < 0 || run.Cause < 0 || run.Depth < 0 || run.Revision < 1 ? "A member of its row has a value that no run has." : null;
    }

    private static bool IsText(string text)
    {
        if (text.Length > LongestText || text.Contains('\0', StringComparison.Ordinal)) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    // Whoever shows a run walks from executions to their parents: each parent must be there, and come before its children, so that every way ends.
    private static string? RefuseExecutions(RunSnapshot run)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var execution in run.Executions)
        {
            if (execution.ParentId is { } parent && !seen.Contains(parent)) return "An execution of its state has a parent that is not there.";
            if (!seen.Add(execution.Id) || execution.ActivityId is null || execution.Status is null) return "An execution of its state stands there twice, or says nothing of its activity.";
        }

        return null;
    }

    private static string? RefuseJournal(ArchivedRun run, RunSnapshot snapshot)
    {
        var next = 0L;
        var seen = new HashSet<string>(StringComparer.Ordinal) { run.Id };
        var fold = new ExecutionFold(snapshot);
        foreach (var page in run.Journal)
        {
            using var document = JsonDocument.Parse(page.Records, new JsonDocumentOptions { MaxDepth = 256 });
            if (page.Count < 1 || document.RootElement.GetArrayLength() != page.Count || page.FirstSequence != next) return "A page of its journal is missing or not whole.";
            foreach (var json in document.RootElement.EnumerateArray())
            {
                var line = JournalRecord.Read(json, run.Id);
                if (line.Sequence != next++) return "A line of its journal is missing.";
                if (line.ActivityInstanceId is null || line.ActivityId is null || line.ActivityType is null || line.NodeId is null || line.EventName is null) return "A line of its journal says nothing of its activity.";
                if (!seen.Contains(line.ActivityInstanceId) && !seen.Contains(line.ParentActivityInstanceId ?? "")) return "A line of its journal has a parent that the journal does not know.";
                seen.Add(line.ActivityInstanceId);
                fold.Add(line);
            }
        }

        fold.Finish();
        return null;
    }
}
