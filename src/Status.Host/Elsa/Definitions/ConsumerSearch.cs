using System.Text.Json;
using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Host.Elsa.Definitions;

/// <summary>Finds the workflows whose activities name another workflow: those that start it, and those that use it as an activity.</summary>
/// <param name="store">Keeps versions.</param>
internal sealed class ConsumerSearch(IDefinitionStore store)
{
    private const string Reference = "workflowDefinitionId";

    /// <summary>The latest versions that name a workflow.</summary>
    public async Task<IReadOnlyList<StoredDefinition>> FindAllAsync(string definitionId, CancellationToken cancellationToken)
    {
        var (rows, _) = await store.ListAsync(new DefinitionFilter { Versions = VersionOptions.Latest }, cancellationToken);
        var found = new List<StoredDefinition>();
        foreach (var page in rows.Where(r => r.DefinitionId != definitionId).Chunk(100))
        {
            var versions = await store.GetVersionsAsync([.. page.Select(r => r.Id)], cancellationToken);
            found.AddRange(versions.Where(v => v.Json.Contains(definitionId, StringComparison.Ordinal) && Activities(v).Any(a => Refers(a, definitionId))));
        }

        return found;
    }

    /// <summary>Every activity of a version.</summary>
    public static IEnumerable<ActivityDefinition> Activities(StoredDefinition version)
    {
        if (DefinitionJson.Read(version.Json, new DefinitionLimits { MaxActivities = 1_000_000, MaxBytes = 1 << 28, MaxDepth = 512 }).Definition is not { } definition) yield break;
        var open = new Stack<ActivityDefinition>([definition.Root]);
        while (open.TryPop(out var activity))
        {
            yield return activity;
            foreach (var child in activity.Children) open.Push(child.Activity);
        }
    }

    private static bool Refers(ActivityDefinition activity, string definitionId)
    {
        if (!activity.TryGetProperty(Reference, out var value)) return false;
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("expression", out var expression) && expression.ValueKind == JsonValueKind.Object)
            return expression.TryGetProperty("value", out var inner) && inner.ValueKind == JsonValueKind.String && inner.GetString() == definitionId;
        return value.ValueKind == JsonValueKind.String && value.GetString() == definitionId;
    }
}
