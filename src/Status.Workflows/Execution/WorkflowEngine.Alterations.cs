using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <content>Changes of runs from outside.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Says what changes would do to a run, without making them.</summary>
    /// <param name="id">The run.</param>
    /// <param name="set">The changes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What they would do; <c>null</c> when there is no such run.</returns>
    public async ValueTask<AlterationCheck?> CheckAsync(InstanceId id, IReadOnlyList<Alteration> set, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (await _store.LoadAsync(id, cancellationToken) is not { } record) return null;
        var (moved, problems, notes) = await MigrateAsync(record, set, cancellationToken);
        if (problems.Count > 0) return new AlterationCheck(id, problems, notes);
        return new AlterationCheck(id, await CheckAsync(moved, set, cancellationToken), notes);
    }

    private async ValueTask<IReadOnlyList<string>> CheckAsync(InstanceRecord record, IReadOnlyList<Alteration> set, CancellationToken cancellationToken)
    {
        try
        {
            return (await RestoreAsync(record, cancellationToken)).Check(set);
        }
        catch (Exception e) when (e is UnrunnableException or InvalidOperationException)
        {
            // The state does not fit the version after all; whoever asked is told what does not.
            return [e.Message];
        }
    }

    /// <summary>Moves the row to another version for those items that ask for it and that can be made whole; the others are refused.</summary>
    private async ValueTask<(InstanceRecord Record, Dictionary<string, IReadOnlyList<string>> Refused)> MigrateAsync(ClaimedRun claimed, InstanceRecord record, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var item in claimed.Items.Where(i => i.Kind == InboxItemKind.Alter))
        {
            var set = SetOf(item);
            if (!set.Any(a => a.Type == AlterationType.Migrate)) continue;
            var (moved, problems, _) = await MigrateAsync(record, set, cancellationToken);
            if (problems.Count == 0) problems = await CheckAsync(moved, set, cancellationToken);
            if (problems.Count == 0) record = moved;
            else refused[item.Id] = problems;
        }

        return (record, refused);
    }

    private async ValueTask<(InstanceRecord Moved, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)> MigrateAsync(
        InstanceRecord record, IReadOnlyList<Alteration> set, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var target in set.Where(a => a.Type == AlterationType.Migrate).Select(a => a.TargetVersion!.Value))
        {
            if (await _plans.GetVersionAsync(record.DefinitionVersionId, cancellationToken) is not { } from) return (record, [$"The version '{record.DefinitionVersionId}' that the run stands in is gone."], notes);
            if (await _plans.GetNumberAsync(record.DefinitionId, target, cancellationToken) is not { } to) return (record, [$"The workflow '{record.DefinitionId}' has no version {target} that can be run."], notes);
            var migration = RunMigration.Of(record, from, to);
            notes.AddRange(migration.Notes);
            if (migration.Migrated is not { } moved) return (record, migration.Problems, notes);
            record = moved;
        }

        return (record, [], notes);
    }

    /// <summary>Makes changes, all or none, and says in the same commit how it went; so there is always something to commit.</summary>
    private async ValueTask<bool> AlterAsync(Run run, InboxItem item, IReadOnlyList<string>? problems, bool isNew)
    {
        if (isNew) await run.DrainAsync();
        var set = SetOf(item);
        problems ??= run.Check(set);
        if (problems.Count == 0)
        {
            run.Journal?.AddForRun("Altered", new DataObject { ["Alterations"] = new DataArray(set.Select(a => (object?)a.ToData())) });
            foreach (var alteration in set) await run.ApplyAsync(alteration);
            await run.DrainAsync();
            await OfferKeptAsync(run);
        }

        Report(run, item, set, problems);
        return true;
    }

    /// <summary>What came while the run could not go on is given to it now, in its order; what it still cannot take it keeps.</summary>
    private static async ValueTask OfferKeptAsync(Run run)
    {
        foreach (var item in run.TakeKept())
        {
            if (run.HasEnded) run.Keep(item);
            else await ResumeAsync(run, run.Readdressed(item));
        }
    }

    private void Report(Run run, InboxItem item, IReadOnlyList<Alteration> set, IReadOnlyList<string> problems)
    {
        if (item.Payload["job"] is not string job || _environment.Services.GetService(typeof(IAlterationLog)) is not IAlterationLog log) return;
        var now = _environment.TimeProvider.GetUtcNow();
        List<AlterationLogEntry> entries = problems.Count == 0
            ? [.. set.Select(a => new AlterationLogEntry($"{a.Type} succeeded", "Information", now, $"Alteration {a.Type} succeeded"))]
            : [.. problems.Select(p => new AlterationLogEntry(p, "Error", now, "Alteration failed"))];
        run.Enlist(log.Finish(job, problems.Count == 0, entries, now));
    }

    private static IReadOnlyList<Alteration> SetOf(InboxItem item) => [.. (item.Payload["alterations"] as DataArray ?? []).Select(Alteration.Read)];
}
