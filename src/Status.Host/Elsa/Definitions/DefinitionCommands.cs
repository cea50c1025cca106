using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>The changes that people make, each leaving its audit record.</summary>
/// <param name="lifeCycle">The rules.</param>
/// <param name="store">Keeps versions.</param>
/// <param name="audit">Who did what.</param>
internal sealed class DefinitionCommands(DefinitionLifeCycle lifeCycle, IDefinitionStore store, AuditTrail audit)
{
    /// <summary>Saves.</summary>
    public async Task<DefinitionChange> SaveAsync(SaveDefinition request, HttpContext http)
    {
        var change = await lifeCycle.SaveAsync(request, http.RequestAborted);
        if (change is { IsAccepted: true, Outcome: not ChangeOutcome.Unchanged })
            await RecordAsync(http, change.Outcome == ChangeOutcome.Published ? "workflow.published" : "workflow.saved", change.Stored, change.Before?.Digest, change.Stored.Digest);
        return change;
    }

    /// <summary>Publishes the latest version.</summary>
    public async Task<DefinitionChange> PublishAsync(string definitionId, HttpContext http)
    {
        var actor = DefinitionRights.ActorOf(http.User);
        var change = await lifeCycle.PublishAsync(definitionId, actor, http.RequestAborted);
        if (change.Outcome == ChangeOutcome.Published) await RecordAsync(http, "workflow.published", change.Stored!, change.Before?.Digest, change.Stored!.Digest);
        return change;
    }

    /// <summary>Takes the published version out of service.</summary>
    public async Task<DefinitionChange> RetractAsync(string definitionId, HttpContext http)
    {
        var change = await lifeCycle.RetractAsync(definitionId, http.RequestAborted);
        if (change is { Outcome: ChangeOutcome.Retracted, Stored: { } stored })
            await RecordAsync(http, "workflow.retracted", stored, stored.Digest, stored.Digest);
        return change;
    }

    /// <summary>Makes a draft of an older version.</summary>
    public async Task<DefinitionChange> RevertAsync(string definitionId, int version, HttpContext http)
    {
        var actor = DefinitionRights.ActorOf(http.User);
        var change = await lifeCycle.RevertAsync(definitionId, version, actor, http.RequestAborted);
        if (change.IsAccepted) await RecordAsync(http, "workflow.reverted", change.Stored, change.Before?.Digest, change.Stored.Digest);
        return change;
    }

    /// <summary>Deletes versions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, HttpContext http)
    {
        if (versionIds.Count == 0) return [];
        var deleted = await store.DeleteAsync(versionIds, http.RequestAborted);
        foreach (var version in deleted) await RecordAsync(http, "workflow.deleted", version, version.Digest, null);
        return deleted;
    }

    /// <summary>Deletes every version of definitions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteDefinitionsAsync(IReadOnlyList<string> definitionIds, HttpContext http)
    {
        var (versions, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = definitionIds }, http.RequestAborted);
        return await DeleteAsync([.. versions.Select(v => v.Id)], http);
    }

    /// <summary>The one place where a change of a person is written down. A caller who goes away does not stop it: the change is made.</summary>
    private Task RecordAsync(HttpContext http, string action, DefinitionRow version, string? before, string? after) => audit.RecordAsync(
        new AuditEntry(Caller.Describe(http.User), action, $"workflow/{version.DefinitionId}", before, after, http.Connection.RemoteIpAddress?.ToString() ?? "-"),
        CancellationToken.None);
}
