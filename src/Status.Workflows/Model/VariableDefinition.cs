using System.Text.Json;

namespace Status.Workflows.Model;

/// <summary>A variable declared by a workflow or a container.</summary>
public sealed record VariableDefinition
{
    /// <summary>Id that activities refer to; the name when the file gives none.</summary>
    public required string Id { get; init; }

    /// <summary>Name that scripts use.</summary>
    public required string Name { get; init; }

    /// <summary>Alias of the type: <c>String</c>, <c>Int32</c>, <c>Object</c> …</summary>
    public string TypeName { get; init; } = "Object";

    /// <summary>Whether the variable holds a list of that type.</summary>
    public bool IsArray { get; init; }

    /// <summary>The default value: its text form (or any JSON); undefined when none.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Type name of the storage driver; <c>null</c> when not given. Every variable is kept with the run.</summary>
    public string? StorageDriverTypeName { get; init; }

    /// <summary>The JSON it was read from.</summary>
    public JsonElement Raw { get; init; }
}

/// <summary>An input that a workflow declares.</summary>
public sealed record InputDefinition
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Alias of the type.</summary>
    public string Type { get; init; } = "Object";

    /// <summary>Whether it is a list of that type.</summary>
    public bool IsArray { get; init; }

    /// <summary>Name shown to people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Group in the designer.</summary>
    public string? Category { get; init; }

    /// <summary>Editor in the designer.</summary>
    public string? UIHint { get; init; }

    /// <summary>The JSON it was read from.</summary>
    public JsonElement Raw { get; init; }
}

/// <summary>An output that a workflow declares.</summary>
public sealed record OutputDefinition
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Alias of the type.</summary>
    public string Type { get; init; } = "Object";

    /// <summary>Whether it is a list of that type.</summary>
    public bool IsArray { get; init; }

    /// <summary>Name shown to people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it holds.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON it was read from.</summary>
    public JsonElement Raw { get; init; }
}
