using System.Text.Json;

namespace Status.Workflows.Model;

/// <summary>An activity of a definition: its envelope typed, its inputs and everything else in <see cref="Raw"/>.</summary>
public sealed record ActivityDefinition
{
    /// <summary>Id, unique within the definition.</summary>
    public required string Id { get; init; }

    /// <summary>Path of ids: <c>Workflow1:root:id</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Name given by the designer.</summary>
    public string? Name { get; init; }

    /// <summary>Type name.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the activity type; 1 when not given.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where it stands in the file: <c>$.root.activities[2]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it starts the workflow when its stimulus arrives.</summary>
    public bool CanStartWorkflow { get; init; }

    /// <summary>How tokens that arrive over several connections are joined: <c>Stream</c>, <c>Merge</c>, <c>Converge</c>, <c>Cascade</c>, <c>Race</c>; <c>null</c> when unset.</summary>
    public string? MergeMode { get; init; }

    /// <summary>Activities inside this one, in the order of the file.</summary>
    public IReadOnlyList<ActivitySlot> Children { get; init; } = [];

    /// <summary>Connections of a flowchart.</summary>
    public IReadOnlyList<Connection> Connections { get; init; } = [];

    /// <summary>Id of the flowchart's start activity; <c>null</c> when not given.</summary>
    public string? Start { get; init; }

    /// <summary>Variables of a container.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>The JSON it was read from.</summary>
    public required JsonElement Raw { get; init; }

    /// <summary>A property by its wire name, ignoring case of the first letter; <c>false</c> when it is missing or null.</summary>
    public bool TryGetProperty(string name, out JsonElement value)
    {
        var camel = JsonNamingPolicy.CamelCase.ConvertName(name);
        if (Raw.ValueKind == JsonValueKind.Object && (Raw.TryGetProperty(camel, out value) || Raw.TryGetProperty(name, out value)))
            return value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
        value = default;
        return false;
    }
}

/// <summary>A place inside an activity that holds another one.</summary>
/// <param name="Property">Wire name of the property: <c>activities</c>, <c>body</c>, <c>then</c>, <c>cases</c> …</param>
/// <param name="Key">Which one when the property holds several: its position for a list of activities, the entry's for cases.</param>
/// <param name="Activity">The activity.</param>
public sealed record ActivitySlot(string Property, int Key, ActivityDefinition Activity)
{
    /// <summary>Members of an entry of a list that hold activities: of cases, of states, of transitions.</summary>
    public static IReadOnlyList<string> EntryMembers { get; } = ["activity", "entry", "exit", "trigger", "action"];

    /// <summary>The member of the entry that holds the activity, one of <see cref="EntryMembers"/>; <c>null</c> when it is not inside an entry.</summary>
    public string? Member { get; init; }
}

/// <summary>A connection of a flowchart.</summary>
/// <param name="Source">Id of the activity it leaves.</param>
/// <param name="SourcePort">Outcome it follows; <c>Done</c> when the file gives none.</param>
/// <param name="Target">Id of the activity it enters.</param>
/// <param name="TargetPort">Port it enters; always <c>In</c>.</param>
/// <param name="Path">Where it stands in the file.</param>
public sealed record Connection(string Source, string SourcePort, string Target, string TargetPort, string Path);
