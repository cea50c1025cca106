using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Json;

/// <summary>How large a definition may be.</summary>
public sealed class DefinitionLimits
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Definitions";

    /// <summary>For what was accepted before: a version in the store is read whatever the limits are today.</summary>
    public static DefinitionLimits OfStored { get; } = new() { MaxActivities = int.MaxValue, MaxBytes = int.MaxValue, MaxDepth = 512 };

    /// <summary>Largest JSON in bytes; default 2 MiB.</summary>
    [Range(1024, 1 << 28)]
    public int MaxBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Deepest nesting of the JSON; default 64.</summary>
    [Range(8, 512)]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Most activities in one definition; default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxActivities { get; set; } = 5000;
}
