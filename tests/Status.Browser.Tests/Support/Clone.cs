namespace Status.Browser.Tests.Support;

/// <summary>Files of the clone that the tests run in.</summary>
internal static class Clone
{
    private static readonly string _root = Find();

    /// <summary>A file or folder of the clone.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string Path(string name, string whoMakesIt)
    {
        var path = System.IO.Path.Combine(_root, name);
        return System.IO.Path.Exists(path) ? path : throw new InvalidOperationException($"{name} is missing: {whoMakesIt} makes it.");
    }

    /// <summary>A file for people to look at, in <c>artifacts/screenshots</c>.</summary>
    public static string Screenshot(string name) => System.IO.Path.Combine(_root, "artifacts", "screenshots", name + ".png");

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Status.sln")))
                return folder;
        throw new InvalidOperationException("The tests do not run in a clone: no folder above has Status.sln.");
    }
}
