namespace Status.Workflows.Composition;

/// <summary>Who hears of tasks.</summary>
public sealed class TaskOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Tasks";

    /// <summary>Names of the configured receivers that get a message for each task; none by default.</summary>
    public IList<string> Receivers { get; } = [];
}
