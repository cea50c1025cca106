namespace Status.Activities.Metrics.Sampling;

/// <summary>The files that the kernel tells about the machine through.</summary>
/// <param name="root">The folder that holds <c>proc</c> and <c>sys</c>: <c>/</c>, but for tests.</param>
internal sealed class MachineFiles(string root = "/")
{
    /// <summary>The text of a file; <c>null</c> when it cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
