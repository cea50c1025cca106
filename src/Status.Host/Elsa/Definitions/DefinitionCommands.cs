using System.Text.Json;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;

namespace Status.Host.Elsa.Definitions;

/// <summary>The changes that people make; each is committed together with its audit record, or not at all.</summary>
/// <param name="lifeCycle">The rules.</param>
/// <param name="store">Keeps versions.</param>
/// <param name="consumers">Finds who uses a workflow.</param>
/// <param name="activities">Keeps activity types in step with workflows.</param>
/// <param name="registry">The activity types.</param>
/// <param name="audit">Who did what.</param>
internal sealed class DefinitionCommands(
    DefinitionLifeCycle lifeCycle, IDefinitionStore store, ConsumerSearch consumers, WorkflowActivities activities, ActivityRegistry registry, AuditTrail audit)
{
    /// <summary>Saves.</summary>
    public async Task<DefinitionChange> SaveAsync(SaveDefinition request, HttpContext http) =>
        await MoveConsumersAsync(await lifeCycle.SaveAsync(request, Note(http, "workflow.saved"), http.RequestAborted), http);

    /// <summary>Publishes the latest version.</summary>
    public async Task<DefinitionChange> PublishAsync(string definitionId, HttpContext http) =>
        await MoveConsumersAsync(await lifeCycle.PublishAsync(definitionId, DefinitionRights.ActorOf(http.User), Note(http, "workflow.saved"), http.RequestAborted), http);

    /// <summary>Moves the workflows that use one as an activity to its published version: each gets a draft.</summary>
    /// <param name="published">The version to move to.</param>
    /// <param name="publish">Whether the draft of a workflow that is published is published too; when it cannot be, it stays a draft.</param>
    /// <param name="http">The request.</param>
    /// <returns>The definitions that were moved.</returns>
    public async Task<IReadOnlyList<string>> UpdateConsumersAsync(StoredDefinition published, bool publish, HttpContext http)
    {
        var affected = new List<string>();
        var type = registry.FindWorkflow(published.Id)?.TypeName;
        foreach (var consumer in await consumers.FindAllAsync(published.DefinitionId, http.RequestAborted))
        {
            var json = DefinitionAnswers.Export(consumer);
            if (!ConsumerMove.Apply(json["root"], published, type)) continue;
            var request = new SaveDefinition { Model = JsonSerializer.SerializeToElement(json), DefinitionId = consumer.DefinitionId, Actor = DefinitionRights.ActorOf(http.User) };
            var change = publish && consumer.IsPublished ? await SaveAsync(request with { Publish = true }, http) : await SaveAsync(request, http);
            if (!change.IsAccepted) change = await SaveAsync(request, http);
            if (change.IsAccepted) affected.AddRange([consumer.DefinitionId, .. change.UpdatedConsumers]);
        }

        return affected;
    }

    /// <summary>Takes the published version out of service.</summary>
    public async Task<DefinitionChange> RetractAsync(string definitionId, HttpContext http) =>
        await lifeCycle.RetractAsync(definitionId, published => Note(http, "workflow.retracted", published, published.Digest, published.Digest), http.RequestAborted);

    /// <summary>Makes a draft of an older version.</summary>
    public async Task<DefinitionChange> RevertAsync(string definitionId, int version, HttpContext http) =>
        await lifeCycle.RevertAsync(definitionId, version, DefinitionRights.ActorOf(http.User), Note(http, "workflow.reverted"), http.RequestAborted);

    /// <summary>Deletes versions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteAsync(IReadOnlyList<string> versionIds, HttpContext http) =>
        versionIds.Count == 0 ? [] : await store.DeleteAsync(versionIds, version => Note(http, "workflow.deleted", version, version.Digest, null), http.RequestAborted);

    /// <summary>Deletes every version of definitions.</summary>
    /// <returns>The versions that were there.</returns>
    public async Task<IReadOnlyList<DefinitionRow>> DeleteDefinitionsAsync(IReadOnlyList<string> definitionIds, HttpContext http)
    {
        var (versions, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = definitionIds }, http.RequestAborted);
        return await DeleteAsync([.. versions.Select(v => v.Id)], http);
    }

    private async Task<DefinitionChange> MoveConsumersAsync(DefinitionChange change, HttpContext http)
    {
        if (change is not { Outcome: ChangeOutcome.Published, Stored: { } published }) return change;
        await activities.RefreshAsync(http.RequestAborted);
        return registry.FindWorkflow(published.Id)?.Workflow?.Definition.Options.AutoUpdateConsumingWorkflows == true
            ? change with { UpdatedConsumers = await UpdateConsumersAsync(published, publish: true, http) }
            : change;
    }

    private Func<DefinitionChange, CommitNote> Note(HttpContext http, string draftAction) => change => Note(
        http, change.Outcome == ChangeOutcome.Published ? "workflow.published" : draftAction, change.Stored!, change.Before?.Digest, change.Stored!.Digest);

    /// <summary>The one place where a change of a person is written down.</summary>
    private CommitNote Note(HttpContext http, string action, DefinitionRow version, string? before, string? after) => audit.Note(
        new AuditEntry(Caller.Describe(http.User), action, $"workflow/{version.DefinitionId}", before, after, http.Connection.RemoteIpAddress?.ToString() ?? "-"));
}
