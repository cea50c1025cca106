using System.Collections.Frozen;

namespace Status.Workflows.Authoring;

/// <content>Workflows that can be used as activities: one type per version.</content>
public sealed partial class ActivityRegistry
{
    private readonly Lock _change = new();
    private volatile Workflows _workflows = new([]);

    /// <summary>Changes whenever the workflows among the types do.</summary>
    public long Generation => _workflows.Generation;

    /// <summary>The type of a workflow in a version, also of one that is not offered; <c>null</c> when it is not known.</summary>
    /// <param name="versionId">Version id.</param>
    /// <returns>The descriptor.</returns>
    public ActivityDescriptor? FindWorkflow(string versionId) => _workflows.ByVersion.GetValueOrDefault(versionId);

    /// <summary>The type of a workflow in a version, else in the published one.</summary>
    internal ActivityDescriptor? FindWorkflow(string definitionId, int version)
    {
        var versions = _workflows.ByDefinition[definitionId];
        return versions.FirstOrDefault(d => d.Version == version) ?? versions.FirstOrDefault(d => d.Workflow!.IsPublished);
    }

    /// <summary>Adds or replaces workflow types, by version id.</summary>
    /// <param name="add">Types to add.</param>
    /// <param name="remove">Version ids to take out.</param>
    internal void ChangeWorkflows(IReadOnlyCollection<ActivityDescriptor> add, IReadOnlyCollection<string> remove)
    {
        if (add.Count == 0 && remove.Count == 0) return;
        lock (_change)
        {
            var types = _workflows.ByVersion.Values.Where(d => !remove.Contains(d.Workflow!.Definition.Id)).ToDictionary(d => d.Workflow!.Definition.Id, StringComparer.Ordinal);
            foreach (var descriptor in add) types[descriptor.Workflow!.Definition.Id] = descriptor;
            _workflows = new Workflows([.. types.Values]) { Generation = _workflows.Generation + 1 };
        }
    }

    private sealed class Workflows(ActivityDescriptor[] types)
    {
        public long Generation { get; init; }

        public FrozenDictionary<string, ActivityDescriptor> ByVersion { get; } = types.ToFrozenDictionary(d => d.Workflow!.Definition.Id, StringComparer.Ordinal);

        public ILookup<string, ActivityDescriptor> ByDefinition { get; } = types.ToLookup(d => d.Workflow!.Definition.DefinitionId, StringComparer.Ordinal);

        /// <summary>What designers are shown; of two with one name and version the published one.</summary>
        public FrozenDictionary<(string Type, int Version), ActivityDescriptor> Offered { get; } = types
            .Where(d => d.Workflow!.Definition.Options.UsableAsActivity)
            .OrderByDescending(d => d.IsBrowsable).ThenBy(d => d.Workflow!.Definition.Id, StringComparer.Ordinal)
            .DistinctBy(d => (d.TypeName, d.Version))
            .ToFrozenDictionary(d => (d.TypeName, d.Version));
    }
}
