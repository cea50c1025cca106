namespace Status.Workflows.Authoring;

/// <summary>Describes an activity type to the designer. Same shape as Elsa's attribute of this name.</summary>
/// <param name="namespace">First part of the type name: <c>Elsa</c>, <c>Status</c>.</param>
/// <param name="category">Group in the activity picker.</param>
/// <param name="description">One sentence that says what the activity does.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string @namespace, string category, string description = "") : Attribute
{
    /// <summary>First part of the type name.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>Group in the activity picker.</summary>
    public string Category { get; } = category;

    /// <summary>One sentence that says what the activity does.</summary>
    public string Description { get; } = description;

    /// <summary>Second part of the type name; the class name when not given.</summary>
    public string? Type { get; set; }

    /// <summary>Name shown in the designer; the type name split into words when not given.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Version of the activity type; 1 when not given.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether it acts, starts workflows, or may run in the background. Triggers are recognised by their base class.</summary>
    public ActivityKind Kind { get; set; } = ActivityKind.Action;
}

/// <summary>Elsa's four kinds of activity.</summary>
public enum ActivityKind
{
    /// <summary>Runs inside the burst.</summary>
    Action,

    /// <summary>Can start a workflow.</summary>
    Trigger,

    /// <summary>Always runs in the background.</summary>
    Job,

    /// <summary>Runs in the background when <c>runAsynchronously</c> is set.</summary>
    Task,
}

/// <summary>The outcomes (flow ports) an activity can complete with. Without the attribute an activity has the one outcome <c>Done</c>.</summary>
/// <param name="names">Outcome names as the designer shows them.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FlowNodeAttribute(params string[] names) : Attribute
{
    /// <summary>Outcome names as the designer shows them.</summary>
    public IReadOnlyList<string> Outcomes { get; } = names;
}

/// <summary>Keeps an activity out of the picker or marks a property that the designer does not show.</summary>
/// <param name="isBrowsable"><c>false</c> hides it.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class BrowsableAttribute(bool isBrowsable) : Attribute
{
    /// <summary>Whether the designer shows it.</summary>
    public bool IsBrowsable { get; } = isBrowsable;
}

/// <summary>
/// A list of plain objects with conditions and activities inside that the plan binds, for example the states of a state machine: part of the activity's own JSON, no input that
/// the property panel shows.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PartsAttribute : Attribute
{
}

/// <summary>An embedded slot: a property of type <see cref="Activity"/> that holds a child.</summary>
/// <param name="name">Port name; the property name when not given.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute(string? name = null) : Attribute
{
    /// <summary>Port name; the property name when <c>null</c>.</summary>
    public string? Name { get; } = name;
}
