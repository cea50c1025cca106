namespace Status.Host.Hosting.Import;

/// <summary>Where the shipped workflow definitions and agreements lie.</summary>
public sealed class WorkflowFolderOptions
{
    /// <summary>The configuration section, <c>Status:Workflows</c>.</summary>
    public const string SectionName = "Status:Workflows";

    /// <summary>Folder with one definition per <c>*.json</c> file and agreements in <c>agreements/</c>; relative to the product's folder.</summary>
    /// <value>Default <c>workflows</c>.</value>
    public string Folder { get; set; } = "workflows";
}
