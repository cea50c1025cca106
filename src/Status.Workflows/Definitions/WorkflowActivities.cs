using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>
/// Keeps the activity types of workflows that can be used as activities in step with the store: one type per version, since a workflow that uses an older version goes on doing so.
/// </summary>
/// <param name="store">Keeps versions.</param>
/// <param name="registry">The activity types.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing that would have to be released.")]
public sealed class WorkflowActivities(IDefinitionStore store, ActivityRegistry registry)
{
    private const int Page = 100;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, (string Digest, bool IsPublished)> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks for versions that are new, changed or gone; of workflows that can be used as activities, whatever else is stored.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (rows, _) = await store.ListAsync(new DefinitionFilter { OnlyUsableAsActivity = true }, cancellationToken);
            var changed = rows.Where(r => !_seen.TryGetValue(r.Id, out var seen) || seen != (r.Digest, r.IsPublished)).ToList();
            var gone = _seen.Keys.Except(rows.Select(r => r.Id), StringComparer.Ordinal).ToList();
            foreach (var page in changed.Chunk(Page))
            {
                var add = new List<ActivityDescriptor>();
                var remove = new List<string>();
                foreach (var version in await store.GetVersionsAsync([.. page.Select(r => r.Id)], cancellationToken))
                {
                    if (Describe(version, onlyUsable: true) is { } descriptor) add.Add(descriptor);
                    else if (registry.FindWorkflow(version.Id) is not null) remove.Add(version.Id);
                    _seen[version.Id] = (version.Digest, version.IsPublished);
                }

                registry.ChangeWorkflows(add, remove);
            }

            // A deleted version stays known while this host lives: runs may stand in a workflow that uses it. One that is there and not usable any more is taken out.
            foreach (var id in gone) _seen.Remove(id);
            if (gone.Count > 0) registry.ChangeWorkflows([], [.. (await store.GetVersionsAsync(gone, cancellationToken)).Select(v => v.Id)]);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes known what a workflow uses as activities, and what those use, before it is compiled.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask PrepareAsync(WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var open = new Stack<WorkflowDefinition>([definition]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var next))
        {
            foreach (var (definitionId, versionId, number) in References(next.Root))
            {
                if (!seen.Add($"{definitionId} {versionId} {number}")) continue;
                if (await FindAsync(definitionId, versionId, number, cancellationToken) is { } used) open.Push(used);
            }
        }
    }

    private async ValueTask<WorkflowDefinition?> FindAsync(string definitionId, string? versionId, int number, CancellationToken cancellationToken)
    {
        if (versionId is not null)
        {
            if (registry.FindWorkflow(versionId) is { Workflow: { WasPublished: true } known }) return known.Definition;
            // A draft may have changed since.
            if (await store.GetVersionAsync(versionId, cancellationToken) is { } exact) return Add(exact);
        }

        var found = await store.FindAsync(definitionId, new VersionOptions(VersionKind.Number, number), cancellationToken)
            ?? await store.GetAsync(definitionId, DefinitionVersion.Published, cancellationToken);
        return found is null ? null : Add(found);
    }

    private WorkflowDefinition? Add(StoredDefinition version)
    {
        if (Describe(version, onlyUsable: false) is not { } descriptor) return null;
        registry.ChangeWorkflows([descriptor], []);
        return descriptor.Workflow!.Definition;
    }

    private static ActivityDescriptor? Describe(StoredDefinition version, bool onlyUsable)
    {
        if (onlyUsable && !version.Json.Contains("\"usableAsActivity\"", StringComparison.Ordinal)) return null;
        if (DefinitionJson.Read(version.Json, DefinitionLimits.OfStored).Definition is not { } read || (onlyUsable && !read.Options.UsableAsActivity)) return null;
        var definition = read with { Id = version.Id, DefinitionId = version.DefinitionId, Version = version.Version };
        return WorkflowActivityDescriber.Describe(definition, version.IsPublished, version.PublishedAt is not null);
    }

    private static IEnumerable<(string DefinitionId, string? VersionId, int Number)> References(ActivityDefinition root)
    {
        var open = new Stack<ActivityDefinition>([root]);
        while (open.TryPop(out var activity))
        {
            if (activity.TryGetProperty("WorkflowDefinitionId", out var id) && id.TextOrNull() is { Length: > 0 } definitionId)
                yield return (definitionId, activity.TryGetProperty("WorkflowDefinitionVersionId", out var version) ? version.TextOrNull() : null, activity.Version);
            foreach (var child in activity.Children) open.Push(child.Activity);
        }
    }
}
