namespace Status.Workflows.Authoring;

/// <summary>What a designer sees of an activity type; made once by reflection.</summary>
public sealed record ActivityDescriptor
{
    /// <summary>Type name on the wire: <c>Elsa.WriteLine</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>First part of <see cref="TypeName"/>.</summary>
    public required string Namespace { get; init; }

    /// <summary>Second part of <see cref="TypeName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the type.</summary>
    public required int Version { get; init; }

    /// <summary>Group in the picker.</summary>
    public required string Category { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Kind.</summary>
    public required ActivityKind Kind { get; init; }

    /// <summary>Inputs in the order of the property panel.</summary>
    public required IReadOnlyList<InputDescriptor> Inputs { get; init; }

    /// <summary>Outputs.</summary>
    public required IReadOnlyList<OutputDescriptor> Outputs { get; init; }

    /// <summary>Flow ports (outcomes) and embedded slots. No flow port means the one outcome <c>Done</c>.</summary>
    public required IReadOnlyList<PortDescriptor> Ports { get; init; }

    /// <summary>Whether it holds a list of children.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Whether the picker lists it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether a flowchart prefers to start there (it has no entrance).</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether it ends its flowchart (it has no exit).</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Category of the retry strategies that the designer offers; <c>null</c> when it offers none.</summary>
    public string? ResilienceCategory { get; init; }

    /// <summary>CLR class.</summary>
    public required Type ClrType { get; init; }

    /// <summary>The workflow that is used as this activity; <c>null</c> for an activity made in code.</summary>
    public UsedWorkflow? Workflow { get; init; }

    /// <summary>Properties that hold lists of parts, see <see cref="PartsAttribute"/>.</summary>
    internal IReadOnlyList<System.Reflection.PropertyInfo> Parts { get; init; } = [];

    /// <summary>Outcomes that the activity can complete with, <c>Done</c> when it names none.</summary>
    public IReadOnlyList<string> Outcomes =>
        Ports.Any(p => p.Kind == PortKind.Flow) ? [.. Ports.Where(p => p.Kind == PortKind.Flow).Select(p => p.Name)] : IsTerminal ? [] : ["Done"];
}

/// <summary>An input of an activity type.</summary>
public sealed record InputDescriptor
{
    /// <summary>Property name; camel-cased on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>CLR type of the value.</summary>
    public required Type ValueType { get; init; }

    /// <summary>Alias of the value's type.</summary>
    public required string TypeName { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>Tab or group.</summary>
    public string? Category { get; init; }

    /// <summary>Editor.</summary>
    public required string UIHint { get; init; }

    /// <summary>Items of a drop-down or list; <c>null</c> when it has none.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>Value used when the definition leaves the input out.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Expression type preselected by the designer.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>Position.</summary>
    public float Order { get; init; }

    /// <summary>Whether the panel shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether the value is an expression (<c>true</c>) or plain JSON.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Whether the value is kept out of the journal.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Whether the definition must give it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is evaluated once before the activity runs.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>Whether it is declared by a workflow, not by a class.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>The property that receives it; none when <see cref="IsSynthetic"/>.</summary>
    internal System.Reflection.PropertyInfo Property { get; init; } = null!;
}

/// <summary>An output of an activity type.</summary>
public sealed record OutputDescriptor
{
    /// <summary>Property name; camel-cased on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>CLR type of the value.</summary>
    public required Type ValueType { get; init; }

    /// <summary>Alias of the value's type.</summary>
    public required string TypeName { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it holds.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is declared by a workflow, not by a class.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>The property; none when <see cref="IsSynthetic"/>.</summary>
    internal System.Reflection.PropertyInfo Property { get; init; } = null!;
}

/// <summary>A port of an activity type.</summary>
/// <param name="Name">Name; for an embedded slot the property name.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Kind">Flow or embedded.</param>
/// <param name="IsBrowsable">Whether the designer shows it.</param>
public sealed record PortDescriptor(string Name, string DisplayName, PortKind Kind, bool IsBrowsable = true)
{
    /// <summary>The property of an embedded slot; <c>null</c> for a flow port.</summary>
    internal System.Reflection.PropertyInfo? Property { get; init; }
}

/// <summary>Kinds of port.</summary>
public enum PortKind
{
    /// <summary>An outcome that a connection leaves from.</summary>
    Flow,

    /// <summary>A slot that holds an activity.</summary>
    Embedded,
}
