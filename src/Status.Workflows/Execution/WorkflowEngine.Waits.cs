using System.Reflection;
using System.Text.Json;
using Status.Workflows.Authoring;

namespace Status.Workflows.Execution;

/// <content>Runs that come from outside.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Restores a run without going on with it, to see what it waits for and whether it could go on here.</summary>
    /// <param name="record">The run.</param>
    /// <param name="cancellationToken">Stops the reading of its version.</param>
    /// <returns>What it waits for.</returns>
    public async ValueTask<RunWaits> ExamineAsync(InstanceRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (await _plans.GetVersionAsync(record.DefinitionVersionId, cancellationToken) is not { } plan)
            return new RunWaits { Problems = [$"The version '{record.DefinitionVersionId}' (version {record.Version} of '{record.DefinitionId}') that it stands in is not here. Import the workflow first."] };
        try
        {
            return Examine(RunStateReader.Read(record, plan, _environment, cancellationToken));
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return new RunWaits { Problems = [$"Its state does not fit version {plan.Definition.Version} of '{record.DefinitionId}': {e.Message}"] };
        }
    }

    private static RunWaits Examine(Run run)
    {
        var problems = new List<string>();
        var children = new List<(string, string)>();
        var work = new List<InboxItem>();
        if (run.SubStatus is InstanceSubStatus.Executing or InstanceSubStatus.Pending) problems.Add($"It was exported in the middle of its work ({run.SubStatus}). Export it when it waits.");
        foreach (var open in run.HasEnded ? [] : run.Bookmarks)
        {
            var node = open.Execution.Node.NodeId;
            if (WhyItStays(open) is { } reason) problems.Add($"{node}: {reason}");
            children.AddRange(Run.ChildRunsOf(open).Select(child => (node, child)));
            // A wait of a guard without a time is work in the background, which somebody has to begin.
            if (open is { CallbackName: ['$', ..], Due: null }) work.Add(ImportedWork(run, InboxItemKind.Resume, open.Bookmark.Id));
        }

        if (!run.HasEnded && run.Live().Any(e => e.Status == ExecutionStatus.Pending)) work.Add(ImportedWork(run, InboxItemKind.Continue, null));
        var waits = run.HasEnded ? run.Dormant.Where(d => !d.IsTaken).ToArray() : run.Bookmarks;
        return new RunWaits
        {
            Bookmarks = [.. waits.Select(w => w.Bookmark)],
            Timers = run.HasEnded ? [] : [.. waits.Where(w => w.Due is not null).Select(w => new BookmarkTimer(w.Bookmark.Id, w.Due!.Value))],
            Work = work,
            Activation = RuleOf(run.Plan, run.CorrelationId),
            Children = children,
            Problems = problems,
        };
    }

    private static string? WhyItStays(OpenBookmark open)
    {
        var execution = open.Execution;
        if (execution.Activity.GetType().GetCustomAttribute<WaitsForWorkHereAttribute>() is { } bound) return $"it waits for {bound.Work}.";
        if (execution.Activity is IStartsRuns several && several.WhyItStays(execution) is { } reason) return reason;
        try
        {
            open.Callback(execution);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static InboxItem ImportedWork(Run run, InboxItemKind kind, string? bookmarkId) => new()
    {
        Id = IdGenerator.Derive("imported", run.InstanceId, bookmarkId ?? "continue", $"{run.Revision}"),
        Kind = kind,
        InstanceId = run.InstanceId,
        BookmarkId = bookmarkId,
        Cause = run.Cause,
        Depth = run.Depth,
    };
}
