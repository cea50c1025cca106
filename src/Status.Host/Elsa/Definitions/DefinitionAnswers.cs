using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>Versions as Elsa's clients read them.</summary>
/// <param name="registry">What is installed: other activities are shown by a stand-in, since the designer fails on a type without a descriptor.</param>
internal sealed class DefinitionAnswers(ActivityRegistry registry)
{
    private static readonly string[] _order =
    [
        "links", "id", "definitionId", "name", "description", "createdAt", "version", "toolVersion", "variables", "inputs", "outputs", "outcomes", "customProperties", "isReadonly",
        "isSystem", "isLatest", "isPublished", "options", "root",
    ];

    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 512 };

    /// <summary>A version with its links, its nodes and the revision that a save echoes.</summary>
    public JsonObject Full(StoredDefinition stored, ClaimsPrincipal caller)
    {
        var json = Model(stored);
        json["links"] = DefinitionLinks.Of(stored, caller);
        if (json["options"] is JsonObject options)
        {
            foreach (var (name, _) in options.Where(o => o.Value is null).ToList()) options.Remove(name);
        }

        Custom(json)[DefinitionContent.RevisionProperty] = stored.Revision;
        return Ordered(json);
    }

    /// <summary>A version as a file: without links and revision, with everything as it was saved.</summary>
    public static JsonObject Export(StoredDefinition stored)
    {
        var json = Model(stored.Json, stored);
        json.Insert(0, "$schema", DefinitionJson.Schema);
        return json;
    }

    /// <summary>What lists show.</summary>
    public static JsonObject Summary(DefinitionRow row, ClaimsPrincipal caller)
    {
        var summary = Summary(row);
        summary["links"] = DefinitionLinks.Of(row, caller);
        summary["isMaterializerAvailable"] = true;
        return summary;
    }

    /// <summary>What a revert answers.</summary>
    public static JsonObject Summary(DefinitionRow row)
    {
        var summary = new JsonObject { ["id"] = row.Id, ["definitionId"] = row.DefinitionId, ["name"] = row.Name, ["version"] = row.Version };
        if (row.Description is not null) summary["description"] = row.Description;
        if (row.ToolVersion is not null) summary["toolVersion"] = row.ToolVersion;
        summary["isLatest"] = row.IsLatest;
        summary["isPublished"] = row.IsPublished;
        summary["materializerName"] = "Json";
        summary["createdAt"] = row.CreatedAt;
        summary["isReadonly"] = row.IsReadonly;
        return summary;
    }

    /// <summary>A version as the history lists it: the root as text.</summary>
    public static JsonObject Version(StoredDefinition stored)
    {
        var json = Model(stored.Json, stored);
        json.Remove("root", out var root);
        json["materializerName"] = "Json";
        json["stringData"] = root?.ToJsonString();
        return json;
    }

    /// <summary>The definition with its nodes as the designer can show them.</summary>
    public JsonObject Model(StoredDefinition stored)
    {
        var json = Model(stored.Json, stored);
        MissingActivities.Replace(json, registry);
        return json;
    }

    /// <summary>Puts the roots of workflows used as activities into those that lead to a node, as the engine names the nodes inside them.</summary>
    /// <param name="activity">The activity to begin with.</param>
    /// <param name="nodeId">The node that somebody wants to see.</param>
    public void Expand(JsonObject activity, string nodeId)
    {
        if (DefinitionTree.Text(activity, "nodeId") is not { } own || (nodeId != own && !nodeId.StartsWith(own + ":", StringComparison.Ordinal))) return;
        if (activity["root"] is null && DefinitionTree.Text(activity, "workflowDefinitionId") is not null && RootOf(activity) is { } root)
        {
            DefinitionTree.Prefix(root, own + ":");
            activity["root"] = root;
        }

        foreach (var step in DefinitionTree.Children(activity)) Expand(step.Activity, nodeId);
    }

    private JsonObject? RootOf(JsonObject activity)
    {
        if (registry.FindWorkflow(DefinitionTree.Text(activity, "workflowDefinitionVersionId") ?? "")?.Workflow is not { Definition: var used }) return null;
        var json = JsonNode.Parse(DefinitionJson.Write(used), documentOptions: _deep)!.AsObject();
        MissingActivities.Replace(json, registry);
        json.Remove("root", out var root);
        return root as JsonObject;
    }

    private static JsonObject Model(string text, DefinitionRow row)
    {
        var json = JsonNode.Parse(text, documentOptions: _deep)!.AsObject();
        json["id"] = row.Id;
        json["definitionId"] = row.DefinitionId;
        json["name"] = row.Name;
        json["version"] = row.Version;
        json["isLatest"] = row.IsLatest;
        json["isPublished"] = row.IsPublished;
        json["createdAt"] = row.CreatedAt;
        return json;
    }

    /// <summary>Members in the usual order, and without those at the top that are null.</summary>
    private static JsonObject Ordered(JsonObject json)
    {
        var ordered = new JsonObject();
        foreach (var name in _order.Concat(json.Select(m => m.Key).Except(_order)).ToList())
        {
            if (json.Remove(name, out var value) && value is not null) ordered[name] = value;
        }

        return ordered;
    }

    private static JsonObject Custom(JsonObject json)
    {
        if (json["customProperties"] is JsonObject custom) return custom;
        json["customProperties"] = custom = [];
        return custom;
    }
}
