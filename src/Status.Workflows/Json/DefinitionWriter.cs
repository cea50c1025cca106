using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Model;

namespace Status.Workflows.Json;

/// <summary>
/// Writes the kept JSON, with the members that are missing or that were changed in the typed view put in their place.
/// </summary>
internal static class DefinitionWriter
{
    public static void Write(Utf8JsonWriter writer, WorkflowDefinition definition) => ToJson(definition).WriteTo(writer);

    public static JsonObject ToJson(WorkflowDefinition definition)
    {
        var json = Copy(definition.Raw);
        var read = definition.Raw.ValueKind == JsonValueKind.Object ? DefinitionJson.Read(definition.Raw, DefinitionLimits.OfStored).Definition : null;
        if (!json.ContainsKey("$schema")) json.Insert(0, "$schema", DefinitionJson.Schema);
        Put(json, "id", definition.Id, read?.Id);
        Put(json, "definitionId", definition.DefinitionId, read?.DefinitionId);
        Put(json, "name", definition.Name, read?.Name);
        Put(json, "description", definition.Description, read?.Description);
        Put(json, "createdAt", definition.CreatedAt?.ToString("O"), read?.CreatedAt?.ToString("O"));
        Put(json, "version", definition.Version, read?.Version);
        Put(json, "toolVersion", definition.ToolVersion, read?.ToolVersion);
        Put(json, "isReadonly", definition.IsReadonly, read?.IsReadonly);
        Put(json, "isSystem", definition.IsSystem, read?.IsSystem);
        Put(json, "isLatest", definition.IsLatest, read?.IsLatest);
        Put(json, "isPublished", definition.IsPublished, read?.IsPublished);
        PutList(json, "variables", definition.Variables, read?.Variables, WriteVariable);
        PutList(json, "inputs", definition.Inputs, read?.Inputs, WriteInput);
        PutList(json, "outputs", definition.Outputs, read?.Outputs, WriteOutput);
        PutList(json, "outcomes", definition.Outcomes, read?.Outcomes, o => JsonValue.Create(o));
        FillTexts(json, "inputs");
        FillTexts(json, "outputs");
        if (json["customProperties"] is null) json["customProperties"] = Copy(definition.CustomProperties);
        PutOptions(json, definition.Options, read?.Options);
        json["root"] = WriteActivity(definition.Root);
        return json;
    }

    private static JsonObject WriteActivity(ActivityDefinition activity)
    {
        var json = Copy(activity.Raw);
        json["id"] = activity.Id;
        json["nodeId"] = activity.NodeId;
        json["type"] = activity.Type;
        if (activity.Name is not null) json["name"] = activity.Name;
        json["version"] ??= activity.Version;
        if (json["customProperties"] is not JsonObject custom) json["customProperties"] = custom = [];
        // What the designer keeps aside says nothing when it is empty.
        if (custom["notFoundConnections"] is JsonArray { Count: 0 }) custom.Remove("notFoundConnections");
        custom["canStartWorkflow"] ??= activity.CanStartWorkflow;
        custom["runAsynchronously"] ??= json["runAsynchronously"] is JsonValue old && old.TryGetValue<bool>(out var runs) && runs;
        json["metadata"] ??= new JsonObject();
        foreach (var group in activity.Children.GroupBy(c => c.Property, StringComparer.Ordinal)) WriteSlots(json, group.Key, [.. group]);
        if (activity.Type is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel") json["activities"] ??= new JsonArray();
        if (activity.Type is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel") json["variables"] ??= new JsonArray();
        if (activity.Type is "Elsa.Flowchart") json["connections"] ??= new JsonArray();
        if (activity.Type is "Elsa.StateMachine") json["states"] ??= new JsonArray();
        if (activity.Type is "Elsa.StateMachine") json["transitions"] ??= new JsonArray();
        return json;
    }

    private static void WriteSlots(JsonObject json, string property, List<ActivitySlot> slots)
    {
        var place = json[property];
        if (place is JsonObject wrapper && (wrapper["$values"] ?? wrapper["items"] ?? wrapper["values"]) is JsonArray inner) place = inner;
        if (place is not JsonArray list)
        {
            json[property] = WriteActivity(slots[0].Activity);
            return;
        }

        foreach (var slot in slots)
        {
            if (slot.Member is { } member && list[slot.Key] is JsonObject entry) entry[member] = WriteActivity(slot.Activity);
            else list[slot.Key] = WriteActivity(slot.Activity);
        }
    }

    /// <summary>The designer reads these texts of inputs and outputs without asking whether they are there.</summary>
    private static void FillTexts(JsonObject json, string list)
    {
        if (json[list] is not JsonArray items) return;
        foreach (var item in items.OfType<JsonObject>())
        {
            item["displayName"] ??= item["name"]?.DeepClone();
            item["description"] ??= "";
            item["category"] ??= "";
        }
    }

    private static void PutOptions(JsonObject json, WorkflowOptions options, WorkflowOptions? read)
    {
        if (options == read && json["options"] is JsonObject) return;
        var target = json["options"] as JsonObject ?? [];
        Put(target, "activationStrategyType", options.ActivationStrategyType, null);
        target["usableAsActivity"] = options.UsableAsActivity;
        target["autoUpdateConsumingWorkflows"] = options.AutoUpdateConsumingWorkflows;
        Put(target, "activityCategory", options.ActivityCategory, null);
        Put(target, "incidentStrategyType", options.IncidentStrategyType, null);
        Put(target, "commitStrategyName", options.CommitStrategyName, null);
        json["options"] = target;
    }

    private static JsonObject WriteVariable(VariableDefinition variable)
    {
        var json = Copy(variable.Raw);
        json["id"] = variable.Id;
        json["name"] = variable.Name;
        json["typeName"] = variable.TypeName;
        json["isArray"] = variable.IsArray;
        if (variable.Value.ValueKind != JsonValueKind.Undefined) json["value"] = JsonNode.Parse(variable.Value.GetRawText());
        if (variable.StorageDriverTypeName is not null) json["storageDriverTypeName"] = variable.StorageDriverTypeName;
        return json;
    }

    private static JsonObject WriteInput(InputDefinition input)
    {
        var json = Copy(input.Raw);
        json["name"] = input.Name;
        json["type"] = input.Type;
        json["isArray"] = input.IsArray;
        if (input.DisplayName is not null) json["displayName"] = input.DisplayName;
        if (input.Description is not null) json["description"] = input.Description;
        if (input.Category is not null) json["category"] = input.Category;
        if (input.UIHint is not null) json["uiHint"] = input.UIHint;
        return json;
    }

    private static JsonObject WriteOutput(OutputDefinition output)
    {
        var json = Copy(output.Raw);
        json["name"] = output.Name;
        json["type"] = output.Type;
        json["isArray"] = output.IsArray;
        if (output.DisplayName is not null) json["displayName"] = output.DisplayName;
        if (output.Description is not null) json["description"] = output.Description;
        return json;
    }

    private static void Put<T>(JsonObject json, string name, T value, T? read)
    {
        if (value is null || (json[name] is not null && EqualityComparer<T>.Default.Equals(value, read))) return;
        json[name] = JsonValue.Create(value);
    }

    private static void PutList<T>(JsonObject json, string name, IReadOnlyList<T> items, IReadOnlyList<T>? read, Func<T, JsonNode?> write)
    {
        if (json[name] is not null && read is not null && SameItems(items, read)) return;
        json[name] = new JsonArray([.. items.Select(write)]);
    }

    private static bool SameItems<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            // Records of a second reading hold the same elements of the same document.
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i])) return false;
        }

        return true;
    }

    private static JsonObject Copy(JsonElement element) => element.ValueKind == JsonValueKind.Object ? JsonNode.Parse(element.GetRawText())!.AsObject() : [];
}
