namespace Status.Host.WebConsole;

/// <summary>Where the built console lies.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Status:Console";

    /// <summary>Folder with the console as <c>studio</c> builds it; without a value the folder <c>console</c> beside the program, or <c>artifacts/console</c> of the clone.</summary>
    public string? Folder { get; set; }
}
