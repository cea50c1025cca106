using System.Security.Claims;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>The changes that people make, each leaving its audit record.</summary>
/// <param name="lifeCycle">The rules.</param>
/// <param name="store">Keeps versions.</param>
/// <param name="logger">Tells who did what.</param>
internal sealed partial class DefinitionCommands(DefinitionLifeCycle lifeCycle, IDefinitionStore store, ILogger<DefinitionCommands> logger)
{
    /// <summary>Saves.</summary>
    public async Task<DefinitionChange> SaveAsync(SaveDefinition request, CancellationToken cancellationToken)
    {
        var change = await lifeCycle.SaveAsync(request, cancellationToken);
        if (change is { IsAccepted: true, Outcome: not ChangeOutcome.Unchanged })
            await RecordAsync(request.Actor.Name, change.Outcome == ChangeOutcome.Published ? "workflow.published" : "workflow.saved", change.Stored, change.Before?.Digest, change.Stored.Digest, cancellationToken);
        return change;
    }

    /// <summary>Publishes the latest version.</summary>
    public async Task<DefinitionChange> PublishAsync(string definitionId, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var actor = DefinitionRights.ActorOf(caller);
        var change = await lifeCycle.PublishAsync(definitionId, actor, cancellationToken);
        if (change.Outcome == ChangeOutcome.Published) await RecordAsync(actor.Name, "workflow.published", change.Stored!, change.Before?.Digest, change.Stored!.Digest, cancellationToken);
        return change;
    }

    /// <summary>Takes the published version out of service.</summary>
    public async Task<DefinitionChange> RetractAsync(string definitionId, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var change = await lifeCycle.RetractAsync(definitionId, cancellationToken);
        if (change is { Outcome: ChangeOutcome.Retracted, Stored: { } stored })
            await RecordAsync(DefinitionRights.ActorOf(caller).Name, "workflow.retracted", stored, stored.Digest, stored.Digest, cancellationToken);
        return change;
    }

    /// <summary>Makes a draft of an older version.</summary>
    public async Task<DefinitionChange> RevertAsync(string definitionId, int version, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var actor = DefinitionRights.ActorOf(caller);
        var change = await lifeCycle.RevertAsync(definitionId, version, actor, cancellationToken);
        if (change.IsAccepted) await RecordAsync(actor.Name, "workflow.reverted", change.Stored, change.Before?.Digest, change.Stored.Digest, cancellationToken);
        return change;
    }

    /// <summary>Deletes versions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (versionIds.Count == 0) return [];
        var deleted = await store.DeleteAsync(versionIds, cancellationToken);
        foreach (var version in deleted) await RecordAsync(DefinitionRights.ActorOf(caller).Name, "workflow.deleted", version, version.Digest, null, cancellationToken);
        return deleted;
    }

    /// <summary>Deletes every version of definitions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteDefinitionsAsync(IReadOnlyList<string> definitionIds, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var (versions, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = definitionIds }, cancellationToken);
        return await DeleteAsync([.. versions.Select(v => v.Id)], caller, cancellationToken);
    }

    /// <summary>The one place where a change of a person is written down.</summary>
    private Task RecordAsync(string actor, string action, DefinitionRow version, string? before, string? after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LogChange(logger, actor, action, version.DefinitionId, version.Version, before, after);
        return Task.CompletedTask;
    }

    [LoggerMessage(360, LogLevel.Information, "{Actor}: {Action} {DefinitionId} version {Version} (before {Before}, after {After})")]
    private static partial void LogChange(ILogger logger, string actor, string action, string definitionId, int version, string? before, string? after);
}
