using System.Globalization;

namespace Status.Workflows.Definitions;

/// <summary>Chooses versions, in Elsa's words.</summary>
/// <param name="Kind">Which ones.</param>
/// <param name="Number">The number for <see cref="VersionKind.Number"/>.</param>
public readonly record struct VersionOptions(VersionKind Kind, int Number = 0)
{
    /// <summary>The newest version.</summary>
    public static VersionOptions Latest { get; } = new(VersionKind.Latest);

    /// <summary>The version that runs.</summary>
    public static VersionOptions Published { get; } = new(VersionKind.Published);

    /// <summary>Reads a word such as <c>Latest</c>, in any case, or a version number.</summary>
    /// <param name="text">The text; nothing chooses all versions.</param>
    /// <param name="options">What was read.</param>
    public static bool TryParse(string? text, out VersionOptions options)
    {
        options = default;
        if (string.IsNullOrWhiteSpace(text) || text.Equals("All", StringComparison.OrdinalIgnoreCase)) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            options = new VersionOptions(VersionKind.Number, number);
            return true;
        }

        if (!Enum.TryParse<VersionKind>(text, ignoreCase: true, out var kind) || kind == VersionKind.Number || !Enum.IsDefined(kind)) return false;
        options = new VersionOptions(kind);
        return true;
    }

    /// <summary>Whether a version is among the chosen ones.</summary>
    public bool Includes(DefinitionRow version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Kind switch
        {
            VersionKind.Draft => !version.IsPublished,
            VersionKind.Latest => version.IsLatest,
            VersionKind.Published => version.IsPublished,
            VersionKind.LatestOrPublished => version.IsLatest || version.IsPublished,
            VersionKind.LatestAndPublished => version is { IsLatest: true, IsPublished: true },
            VersionKind.Number => version.Version == Number,
            _ => true,
        };
    }
}
