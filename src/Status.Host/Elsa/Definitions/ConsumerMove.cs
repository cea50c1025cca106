using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Moves the activities that are a workflow from older versions to one.</summary>
internal static class ConsumerMove
{
    /// <summary>Changes every activity that names another version.</summary>
    /// <param name="node">The activity to begin with.</param>
    /// <param name="published">The version to move to.</param>
    /// <param name="type">Its activity type; <c>null</c> when it is not known and stays.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Apply(JsonNode? node, StoredDefinition published, string? type)
    {
        var moved = false;
        if (node is JsonArray list)
        {
            foreach (var item in list) moved |= Apply(item, published, type);
            return moved;
        }

        if (node is not JsonObject json) return false;
        if (DefinitionTree.Text(json, "workflowDefinitionId") == published.DefinitionId && DefinitionTree.Text(json, "workflowDefinitionVersionId") is { } old && old != published.Id)
        {
            json["workflowDefinitionVersionId"] = published.Id;
            json["latestAvailablePublishedVersionId"] = published.Id;
            json["latestAvailablePublishedVersion"] = published.Version;
            json["version"] = published.Version;
            if (type is not null) json["type"] = type;
            moved = true;
        }

        foreach (var (_, value) in json) moved |= Apply(value, published, type);
        return moved;
    }
}
