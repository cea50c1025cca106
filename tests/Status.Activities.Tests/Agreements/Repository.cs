namespace Status.Activities.Tests.Agreements;

/// <summary>Where the files that ship lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Status.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Status.sln above the tests.");
        return folder;
    }
}
