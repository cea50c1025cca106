using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Authoring;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>
/// Activities whose type is not installed, as the designer can show them: it fails on a type without a descriptor, so it gets <c>Elsa.NotFoundActivity</c> with the
/// original inside, and what it sends back becomes the original again.
/// </summary>
public static class MissingActivities
{
    /// <summary>The stand-in's type.</summary>
    public const string StandIn = "Elsa.NotFoundActivity";

    private const string Original = "originalActivityJson";
    private const string Kept = "notFoundConnections";

    /// <summary>Puts stand-ins into a definition, in place.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="registry">What is installed.</param>
    public static void Replace(JsonObject definition, ActivityRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(registry);
        if (definition["root"] is JsonObject root) definition["root"] = Show(Taken(definition, "root", root), registry);
    }

    /// <summary>Puts the originals back.</summary>
    /// <param name="definition">The definition as the designer sends it.</param>
    /// <returns>The same element when it holds no stand-in.</returns>
    internal static JsonElement Restore(JsonElement definition)
    {
        if (definition.ValueKind != JsonValueKind.Object || definition.Member("root").ValueKind != JsonValueKind.Object) return definition;
        // The designer writes plain names without blanks; most saves hold no stand-in and nothing aside, and are not parsed a second time.
        var raw = JsonMarshal.GetRawUtf8Value(definition);
        if (raw.IndexOf("Elsa.NotFoundActivity"u8) < 0 && raw.Count("\"notFoundConnections\""u8) == raw.Count("\"notFoundConnections\":[]"u8)) return definition;
        var json = JsonObject.Create(definition)!;
        json["root"] = Restore(json["root"]!.DeepClone());
        return JsonSerializer.SerializeToElement(json);
    }

    private static JsonObject Show(JsonObject activity, ActivityRegistry registry)
    {
        var type = Text(activity["type"]);
        if (type is not null && LooksLikeActivity(activity))
        {
            if (Find(activity, type, registry) is not { } descriptor) return StandInFor(activity, type);
            DesignerMembers.Complete(activity, descriptor);
        }

        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in activity.ToList())
        {
            if (name is "customProperties" or "metadata" or "connections" or "variables") continue;
            if (value is JsonObject child && LooksLikeActivity(child))
            {
                activity[name] = Show(Taken(activity, name, child), registry);
            }
            else if (value is JsonArray list)
            {
                ShowAll(list, registry, missing);
            }
        }

        if (missing.Count > 0) KeepConnections(activity, missing);
        return activity;
    }

    private static void ShowAll(JsonArray list, ActivityRegistry registry, HashSet<string> missing)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject item) continue;
            if (LooksLikeActivity(item))
            {
                list[i] = null;
                var shown = Show(item, registry);
                list[i] = shown;
                if (Text(shown["type"]) == StandIn && Text(shown["id"]) is { } id) missing.Add(id);
            }
            else
            {
                ShowEntry(item, registry);
            }
        }
    }

    private static ActivityDescriptor? Find(JsonObject activity, string type, ActivityRegistry registry)
    {
        if (Text(activity["workflowDefinitionVersionId"]) is { } versionId && registry.FindWorkflow(versionId) is { } workflow) return workflow;
        return registry.Find(type, activity["version"] is JsonValue version && version.TryGetValue<int>(out var number) ? number : 1);
    }

    private static void ShowEntry(JsonObject entry, ActivityRegistry registry)
    {
        foreach (var name in ActivitySlot.EntryMembers)
        {
            if (entry[name] is JsonObject nested && LooksLikeActivity(nested)) entry[name] = Show(Taken(entry, name, nested), registry);
        }
    }

    private static JsonObject StandInFor(JsonObject activity, string type)
    {
        var shown = new JsonObject
        {
            ["id"] = activity["id"]?.DeepClone(),
            ["nodeId"] = activity["nodeId"]?.DeepClone(),
            ["name"] = activity["name"]?.DeepClone(),
            ["type"] = StandIn,
            ["version"] = 1,
            ["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false },
            ["metadata"] = Label(activity["metadata"]?.DeepClone() as JsonObject ?? [], type),
            ["missingTypeName"] = type,
            ["missingTypeVersion"] = activity["version"]?.DeepClone() ?? 1,
        };
        shown[Original] = activity.ToJsonString();
        return shown;
    }

    private static JsonObject Label(JsonObject metadata, string type)
    {
        metadata["displayText"] ??= LabelOf(type);
        metadata["description"] ??= $"The activity type {type} is not installed here.";
        return metadata;
    }

    private static string LabelOf(string type) => $"Not Found: {type}";

    /// <summary>Connections of a stand-in would end at ports it does not have; the designer keeps them aside.</summary>
    private static void KeepConnections(JsonObject flowchart, HashSet<string> missing)
    {
        if (flowchart["connections"] is not JsonArray connections) return;
        var aside = connections.OfType<JsonObject>().Where(c => missing.Contains(End(c, "source") ?? "") || missing.Contains(End(c, "target") ?? "")).ToList();
        if (aside.Count == 0) return;
        foreach (var connection in aside) connections.Remove(connection);
        var custom = flowchart["customProperties"] as JsonObject ?? [];
        custom[Kept] = new JsonArray([.. aside]);
        if (custom.Parent is null) flowchart["customProperties"] = custom;
    }

    private static JsonNode? Restore(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject standIn when Text(standIn["type"]) == StandIn && Text(standIn[Original]) is { } original:
                return Reborn(standIn, original);
            case JsonObject json:
                foreach (var (name, value) in json.ToList())
                {
                    if (name is "metadata" || value is not (JsonObject or JsonArray)) continue;
                    json[name] = null;
                    json[name] = Restore(value);
                }

                ReturnConnections(json);
                return json;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var item = list[i];
                    list[i] = null;
                    list[i] = Restore(item);
                }

                return list;
            default:
                return node;
        }
    }

    /// <summary>The original, at the place and under the name the designer has given it meanwhile.</summary>
    private static JsonNode Reborn(JsonObject standIn, string original)
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(original, documentOptions: new JsonDocumentOptions { MaxDepth = 64 }) as JsonObject;
        }
        catch (JsonException)
        {
            // Not what was sent out: the stand-in stays as it is, and publishing names it.
            return standIn;
        }

        if (json is null) return standIn;
        foreach (var name in (ReadOnlySpan<string>)["id", "nodeId", "name", "metadata"])
        {
            if (standIn[name] is { } value) json[name] = value.DeepClone();
        }

        if (json["metadata"] is JsonObject metadata && Text(metadata["displayText"]) == LabelOf(Text(json["type"]) ?? ""))
        {
            metadata.Remove("displayText");
            metadata.Remove("description");
        }

        return json;
    }

    private static void ReturnConnections(JsonObject flowchart)
    {
        if (flowchart["customProperties"] is not JsonObject custom || custom[Kept] is not JsonArray aside || flowchart["activities"] is not JsonArray activities) return;
        custom.Remove(Kept);
        if (flowchart["connections"] is not JsonArray connections) flowchart["connections"] = connections = [];
        var ids = activities.OfType<JsonObject>().Select(a => Text(a["id"])).ToHashSet(StringComparer.Ordinal);
        foreach (var connection in aside.OfType<JsonObject>().Where(c => ids.Contains(End(c, "source")) && ids.Contains(End(c, "target"))))
            connections.Add(connection.DeepClone());
    }

    /// <summary>A node has one parent: it is taken out before it is put back.</summary>
    private static JsonObject Taken(JsonObject parent, string name, JsonObject child)
    {
        parent[name] = null;
        return child;
    }

    private static string? End(JsonObject connection, string name) => connection[name] is JsonObject end ? Text(end["activity"]) : Text(connection[name]);

    private static bool LooksLikeActivity(JsonObject json) =>
        Text(json["type"]) is not null && json["expression"] is null && json["memoryReference"] is null && (Text(json["id"]) is not null || json["version"] is JsonValue);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
