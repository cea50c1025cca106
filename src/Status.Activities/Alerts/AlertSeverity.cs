namespace Status.Activities.Alerts;

/// <summary>The five severities, most urgent first.</summary>
internal static class AlertSeverity
{
    /// <summary>What a raise without a severity gets.</summary>
    public const string Default = "high";

    /// <summary>Most urgent first.</summary>
    public static IReadOnlyList<string> All { get; } = ["critical", "high", "medium", "low", "info"];

    /// <summary>Reads a severity regardless of case; <see cref="Default"/> when empty.</summary>
    /// <exception cref="FormatException">Another word.</exception>
    public static string Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Default;
        var word = text.Trim().ToLowerInvariant();
        return All.Contains(word) ? word : throw new FormatException($"'{text}' is no severity: use one of {string.Join(", ", All)}.");
    }

    /// <summary>Whether <paramref name="severity"/> is as urgent as <paramref name="least"/> or more.</summary>
    public static bool Reaches(string severity, string least) => Rank(severity) <= Rank(least);

    private static int Rank(string severity) => All.TakeWhile(word => word != severity).Count();
}
