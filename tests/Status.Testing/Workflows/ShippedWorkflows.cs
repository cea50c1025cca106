namespace Status.Testing.Workflows;

/// <summary>The definitions that ship with the product.</summary>
public static class ShippedWorkflows
{
    /// <summary>Path of a file in <c>workflows/</c>, found from wherever the tests run.</summary>
    /// <param name="file">Its name.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="FileNotFoundException">There is no such file above the tests.</exception>
    public static string Path(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "workflows", file);
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException($"No folder above {AppContext.BaseDirectory} has workflows/{file}.");
    }
}
