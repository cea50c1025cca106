namespace Status.Host.Elsa.Descriptors;

/// <summary>An activity type as the designer reads it.</summary>
internal sealed record ActivityDescriptorAnswer
{
    public required string TypeName { get; init; }

    public required string ClrType { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Category { get; init; }

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<InputDescriptorAnswer> Inputs { get; init; }

    public required IReadOnlyList<OutputDescriptorAnswer> Outputs { get; init; }

    public required string Kind { get; init; }

    public bool RunAsynchronously { get; init; }

    public required IReadOnlyList<PortAnswer> Ports { get; init; }

    public required IReadOnlyDictionary<string, object> CustomProperties { get; init; }

    public required IReadOnlyDictionary<string, object> ConstructionProperties { get; init; }

    public bool IsContainer { get; init; }

    public bool IsBrowsable { get; init; }

    public bool IsStart { get; init; }

    public bool IsTerminal { get; init; }
}

/// <summary>An input of an activity type as the designer reads it.</summary>
internal sealed record InputDescriptorAnswer
{
    public required string Name { get; init; }

    public required string TypeName { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public float Order { get; init; }

    public bool IsBrowsable { get; init; }

    public bool IsSerializable { get; init; } = true;

    public bool IsSynthetic { get; init; }

    public bool IsWrapped { get; init; }

    public required string UIHint { get; init; }

    public string? Category { get; init; }

    public object? DefaultValue { get; init; }

    public string? DefaultSyntax { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsSensitive { get; init; }

    public bool AutoEvaluate { get; init; }

    public required IReadOnlyDictionary<string, object> UISpecifications { get; init; }
}

/// <summary>An output of an activity type as the designer reads it.</summary>
internal sealed record OutputDescriptorAnswer
{
    public required string Name { get; init; }

    public required string TypeName { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public float Order { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSerializable { get; init; } = true;

    public bool IsSynthetic { get; init; }
}

/// <summary>A port as the designer reads it.</summary>
/// <param name="Name">Outcome, or property of the slot.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Type"><c>Flow</c> or <c>Embedded</c>.</param>
/// <param name="IsBrowsable">Whether it is drawn.</param>
internal sealed record PortAnswer(string Name, string DisplayName, string Type, bool IsBrowsable);
