using System.Text.Json;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Tests;

/// <summary>Which activity of which version is to be tested.</summary>
/// <param name="VersionId">An exact version; <c>null</c> chooses by the other two.</param>
/// <param name="DefinitionId">The definition.</param>
/// <param name="Versions">Which of its versions.</param>
/// <param name="Activity">The activity's node id, or its id.</param>
internal sealed record ActivityTestRequest(string? VersionId, string? DefinitionId, VersionOptions Versions, string Activity)
{
    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static ActivityTestRequest Of(JsonElement body, ElsaErrors errors)
    {
        var workflow = Handle(body, "workflowDefinitionHandle", errors);
        var versionId = ElsaBody.Text(workflow, "definitionVersionId", errors);
        var definitionId = ElsaBody.Text(workflow, "definitionId", errors);
        var choice = ElsaBody.Text(workflow, "versionOptions", errors);
        if (!VersionOptions.TryParse(choice, out var versions)) errors.Add("versionOptions", $"'{choice}' chooses no version.");
        if (versionId is null && definitionId is null && !errors.Any) errors.Add("workflowDefinitionHandle", "Say which workflow: definitionVersionId or definitionId is missing.");
        var handle = Handle(body, "activityHandle", errors);
        var activity = ElsaBody.Text(handle, "activityNodeId", errors) ?? ElsaBody.Text(handle, "activityId", errors);
        if (activity is null && !errors.Any) errors.Add("activityHandle", "Say which activity: activityNodeId or activityId is missing.");
        return new ActivityTestRequest(versionId, definitionId, choice is null ? VersionOptions.Latest : versions, activity ?? "");
    }

    /// <summary>The version; <c>null</c> when there is none.</summary>
    public async ValueTask<StoredDefinition?> FindAsync(IDefinitionStore store, CancellationToken cancellationToken) =>
        VersionId is not null ? await store.GetVersionAsync(VersionId, cancellationToken) : await store.FindAsync(DefinitionId!, Versions, cancellationToken);

    private static JsonElement Handle(JsonElement body, string name, ElsaErrors errors)
    {
        if (!ElsaBody.TryGet(body, name, out var handle)) return default;
        if (handle.ValueKind == JsonValueKind.Object) return handle;
        errors.Add(name, "The value must be an object.");
        return default;
    }
}
