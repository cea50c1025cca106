using System.Collections.Concurrent;
using Status.Workflows.Execution;
using Status.Workflows.Json;

namespace Status.Workflows.Definitions;

/// <summary>Compiles the definitions of the store, once per version.</summary>
internal sealed class StoredPlans : IPlanSource, IDisposable
{
    private readonly IDefinitionStore _store;
    private readonly PlanCompiler _compiler;
    private readonly WorkflowActivities _activities;
    private readonly ConcurrentDictionary<string, (string Digest, WorkflowPlan Plan)> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkflowPlan> _unchangeable = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, WorkflowPlan> _published = new(StringComparer.Ordinal);

    public StoredPlans(IDefinitionStore store, PlanCompiler compiler, WorkflowActivities activities)
    {
        _store = store;
        _activities = activities;
        _compiler = compiler;
        _store.Changed += Forget;
    }

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        _published.TryGetValue(definitionId, out var plan) ? new ValueTask<WorkflowPlan?>(plan) : LoadPublishedAsync(definitionId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetVersionAsync(string versionId, CancellationToken cancellationToken) =>
        _unchangeable.TryGetValue(versionId, out var plan) ? new ValueTask<WorkflowPlan?>(plan) : LoadVersionAsync(versionId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<WorkflowPlan?> GetNumberAsync(string definitionId, int version, CancellationToken cancellationToken) =>
        // A draft may still change under the feet of a run.
        await _store.FindAsync(definitionId, new VersionOptions(VersionKind.Number, version), cancellationToken) is { PublishedAt: not null } stored ? await GetVersionAsync(stored.Id, cancellationToken) : null;

    /// <inheritdoc/>
    public void Dispose() => _store.Changed -= Forget;

    private async ValueTask<WorkflowPlan?> LoadVersionAsync(string versionId, CancellationToken cancellationToken)
    {
        if (await _store.GetVersionAsync(versionId, cancellationToken) is not { } stored) return null;
        var plan = await CompileAsync(stored, cancellationToken);
        // A version that was ever published never changes; a draft may, and is asked for each time.
        if (stored.PublishedAt is not null) _unchangeable[versionId] = plan;
        return plan;
    }

    private async ValueTask<WorkflowPlan?> LoadPublishedAsync(string definitionId, CancellationToken cancellationToken)
    {
        // What is put into a cache that was replaced meanwhile is not seen again.
        var cache = _published;
        if (await _store.GetAsync(definitionId, DefinitionVersion.Published, cancellationToken) is not { } stored) return null;
        var plan = await CompileAsync(stored, cancellationToken);
        cache[definitionId] = plan;
        return plan;
    }

    private async ValueTask<WorkflowPlan> CompileAsync(StoredDefinition stored, CancellationToken cancellationToken)
    {
        // A draft and what is published of it say the same and may not do the same.
        var digest = stored.PublishedAt is null ? $"draft {stored.Digest}" : stored.Digest;
        if (_versions.TryGetValue(stored.Id, out var known) && known.Digest == digest) return known.Plan;
        var read = DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored);
        if (read.Definition is not { } definition)
            throw new UnrunnableException($"The stored version '{stored.Id}' cannot be read: {string.Join(' ', read.Problems)}");
        definition = definition with { Id = stored.Id, DefinitionId = stored.DefinitionId, Version = stored.Version };
        await _activities.PrepareAsync(definition, cancellationToken);
        var plan = stored.PublishedAt is null ? _compiler.CompileUnpublished(definition) : _compiler.Compile(definition).Plan;
        _versions[stored.Id] = (digest, plan);
        return plan;
    }

    private void Forget() => _published = new ConcurrentDictionary<string, WorkflowPlan>(StringComparer.Ordinal);
}
