using System.Text.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Json;

/// <summary>Reads the tree of activities. It recognises an activity by its shape, so that activities of unknown types keep their children.</summary>
internal sealed class ActivityReader(DefinitionReader reader, DefinitionLimits limits)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Activities read so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there were more activities than allowed.</summary>
    public bool Exhausted => Count > limits.MaxActivities;

    public ActivityDefinition? Read(JsonElement json, string path, string parentNodeId)
    {
        if (++Count > limits.MaxActivities)
        {
            if (Count == limits.MaxActivities + 1) reader.Report(path, $"The definition has more than {limits.MaxActivities} activities ({DefinitionLimits.SectionName}:MaxActivities).");
            return null;
        }

        var type = reader.Text(json, "type", path);
        if (string.IsNullOrWhiteSpace(type))
        {
            reader.Report($"{path}.type", "An activity needs a type.");
            return null;
        }

        var id = ReadId(json, path, type);
        var nodeId = $"{parentNodeId}:{id}";
        var custom = json.Member("customProperties");
        if (custom.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
            reader.Report($"{path}.customProperties", "Must be an object.", activityId: id);
        var children = new List<ActivitySlot>();
        ReadChildren(json, path, nodeId, children);
        return new ActivityDefinition
        {
            Id = id,
            NodeId = nodeId,
            Name = reader.Text(json, "name", path),
            Type = type,
            Version = reader.Whole(json, "version", path, 1),
            Path = path,
            CanStartWorkflow = custom.Member("canStartWorkflow").ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => json.Member("canStartWorkflow").ValueKind == JsonValueKind.True,
            },
            MergeMode = custom.Member("mergeMode").TextOrNull() is { Length: > 0 } mode && mode != "None" ? mode : null,
            Children = children,
            Connections = ReadConnections(json, path),
            Start = json.Member("start") is { ValueKind: JsonValueKind.Object } start ? start.Member("id").TextOrNull() : json.Member("start").TextOrNull(),
            Variables = json.Member("variables").Unwrapped().ValueKind == JsonValueKind.Array && children.Exists(c => c.Property == "activities") ? reader.Variables(json, path) : [],
            Raw = json,
        };
    }

    private string ReadId(JsonElement json, string path, string type)
    {
        var id = reader.Text(json, "id", path);
        if (string.IsNullOrWhiteSpace(id))
        {
            var number = 1;
            var name = type[(type.LastIndexOf('.') + 1)..];
            while (!_ids.Add(id = $"{name}{number}")) number++;
            return id;
        }

        if (!_ids.Add(id)) reader.Report($"{path}.id", $"Another activity has the id '{id}'.", activityId: id);
        return id;
    }

    private void ReadChildren(JsonElement json, string path, string nodeId, List<ActivitySlot> children)
    {
        foreach (var member in json.EnumerateObject())
        {
            // The designer's own data and a flowchart's reference to one of its children hold no further activities.
            if (member.Name is "customProperties" or "metadata" or "start" or "connections" or "variables") continue;
            var at = $"{path}.{member.Name}";
            if (LooksLikeActivity(member.Value)) Add(member.Value, at, 0);
            else if (member.Value.Unwrapped() is { ValueKind: JsonValueKind.Array } list) ReadList(list, at);
        }

        void ReadList(JsonElement list, string at)
        {
            var isActivities = at.EndsWith(".activities", StringComparison.Ordinal) || at.EndsWith(".branches", StringComparison.Ordinal);
            var index = 0;
            foreach (var item in list.EnumerateArray())
            {
                var place = $"{at}[{index}]";
                if (isActivities && item.ValueKind != JsonValueKind.Object) reader.Report(place, "Must be an activity.");
                else if (isActivities || LooksLikeActivity(item)) Add(item, place, index);
                else if (item.ValueKind == JsonValueKind.Object) ReadEntry(item, place, index);
                index++;
            }
        }

        void ReadEntry(JsonElement entry, string place, int index)
        {
            foreach (var name in ActivitySlot.EntryMembers)
            {
                if (entry.Member(name) is { ValueKind: JsonValueKind.Object } nested && LooksLikeActivity(nested)) Add(nested, $"{place}.{name}", index, name);
            }
        }

        void Add(JsonElement item, string at, int key, string? member = null)
        {
            var property = at[(path.Length + 1)..];
            var end = property.AsSpan().IndexOfAny('.', '[');
            if (Read(item, at, nodeId) is { } child) children.Add(new ActivitySlot(end < 0 ? property : property[..end], key, child) { Member = member });
        }
    }

    private static bool LooksLikeActivity(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.Member("type").ValueKind == JsonValueKind.String
        && value.Member("expression").ValueKind == JsonValueKind.Undefined
        && value.Member("memoryReference").ValueKind == JsonValueKind.Undefined
        && (value.Member("id").ValueKind == JsonValueKind.String || value.Member("version").ValueKind == JsonValueKind.Number);

    private List<Connection> ReadConnections(JsonElement json, string path)
    {
        var value = json.Member("connections").Unwrapped();
        var result = new List<Connection>();
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray()) Add(item, $"{path}.connections[{index++}]");
                break;
            case JsonValueKind.Object: Add(value, $"{path}.connections"); break;
            case JsonValueKind.Undefined or JsonValueKind.Null: break;
            default: reader.Report($"{path}.connections", "Must be a list."); break;
        }

        return result;

        void Add(JsonElement item, string at)
        {
            var (source, sourcePort) = End(item, "source", "sourcePort", "Done");
            var (target, targetPort) = End(item, "target", "targetPort", "In");
            if (source is null) reader.Report($"{at}.source", "A connection needs the id of its source activity.");
            if (target is null) reader.Report($"{at}.target", "A connection needs the id of its target activity.");
            if (source is not null && target is not null) result.Add(new Connection(source, sourcePort, target, targetPort, at));
        }
    }

    private static (string? Id, string Port) End(JsonElement connection, string name, string portName, string defaultPort)
    {
        var end = connection.Member(name);
        var (id, port) = end.ValueKind == JsonValueKind.Object ? (end.Member("activity"), end.Member("port")) : (end, connection.Member(portName));
        if (id.ValueKind == JsonValueKind.Object) id = id.Member("id");
        return (id.TextOrNull(), port.TextOrNull() is { Length: > 0 } text ? text : defaultPort);
    }
}
