namespace Status.Host.Hosting;

/// <summary>Finds what is shipped beside the program, in a clone as well as in a container.</summary>
internal static class ProductFolder
{
    /// <summary>The nearest folder of that name in the program's folder or one above it.</summary>
    /// <param name="name">For example <c>workflows</c>.</param>
    /// <returns><c>null</c> when there is none.</returns>
    public static string? Find(string name)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var found = Path.Combine(folder, name);
            if (Directory.Exists(found))
                return found;
        }

        return null;
    }
}
