namespace Status.Workflows.Authoring;

/// <summary>Describes an input property to the designer. Same shape as Elsa's attribute of this name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Name on the wire before camel-casing; the property name when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Name shown in the designer.</summary>
    public string? DisplayName { get; set; }

    /// <summary>What the input means, its unit and its default.</summary>
    public string? Description { get; set; }

    /// <summary>Tab or group inside the property panel.</summary>
    public string? Category { get; set; }

    /// <summary>Editor in the designer, one of <see cref="InputUIHints"/>; derived from the type when not given.</summary>
    public string? UIHint { get; set; }

    /// <summary>Items of a drop-down, check list or radio list.</summary>
    public string[]? Options { get; set; }

    /// <summary>Value used when the definition leaves the input out.</summary>
    public object? DefaultValue { get; set; }

    /// <summary>Expression type that the designer preselects.</summary>
    public string? DefaultSyntax { get; set; }

    /// <summary>Position in the property panel.</summary>
    public float Order { get; set; }

    /// <summary>Whether the designer lists it; <c>true</c> when not given.</summary>
    public bool IsBrowsable { get; set; } = true;

    /// <summary>Evaluated before the activity runs (default), or by the activity itself.</summary>
    public bool AutoEvaluate { get; set; } = true;

    /// <summary>The value is never written to journal or activity state.</summary>
    public bool IsSensitive { get; set; }

    /// <summary>Publishing a definition that leaves the input empty is refused.</summary>
    public bool IsRequired { get; set; }
}

/// <summary>Describes an output property to the designer. Same shape as Elsa's attribute of this name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Name on the wire before camel-casing; the property name when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Name shown in the designer.</summary>
    public string? DisplayName { get; set; }

    /// <summary>What the output holds.</summary>
    public string? Description { get; set; }
}

/// <summary>Editors that Elsa Studio offers for an input.</summary>
public static class InputUIHints
{
#pragma warning disable CS1591 // The name is the whole meaning: each is the wire name of a Studio editor.
    public const string SingleLine = "singleline";
    public const string MultiLine = "multiline";
    public const string Checkbox = "checkbox";
    public const string CheckList = "checklist";
    public const string RadioList = "radiolist";
    public const string DropDown = "dropdown";
    public const string MultiText = "multitext";
    public const string CodeEditor = "code-editor";
    public const string JsonEditor = "json-editor";
    public const string ExpressionEditor = "expression-editor";
    public const string Dictionary = "dictionary";
    public const string DateTimePicker = "datetime-picker";
    public const string DynamicOutcomes = "dynamic-outcomes";
    public const string OutcomePicker = "outcome-picker";
    public const string OutputPicker = "output-picker";
    public const string InputPicker = "input-picker";
    public const string VariablePicker = "variable-picker";
    public const string TypePicker = "type-picker";
    public const string WorkflowDefinitionPicker = "workflow-definition-picker";
    public const string FlowSwitchEditor = "flow-switch-editor";
    public const string SwitchEditor = "switch-editor";
    public const string HttpStatusCodes = "http-status-codes";
#pragma warning restore CS1591
}
