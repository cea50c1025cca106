namespace Status.Workflows.Json;

/// <summary>How large a definition may be.</summary>
public sealed class DefinitionLimits
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Definitions";

    /// <summary>Largest JSON in bytes; default 2 MiB.</summary>
    public int MaxBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Deepest nesting of the JSON; default 64.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>Most activities in one definition; default 5,000.</summary>
    public int MaxActivities { get; set; } = 5000;
}
