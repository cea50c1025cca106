using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>Follows <c>a.b[0].c</c> into a value.</summary>
public static class PropertyPath
{
    /// <summary>Whether the path leads somewhere (to <c>null</c> counts), and what is there.</summary>
    /// <exception cref="FormatException">The path is empty or malformed.</exception>
    public static bool TryFollow(object? root, string? path, out object? value)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new FormatException("The property is empty: name a member such as status or items[0].name.");
        value = root;
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            if (step.Length == 0) continue;
            if (step[0] == '[')
            {
                if (step[^1] != ']' || !int.TryParse(step.AsSpan(1, step.Length - 2), System.Globalization.NumberStyles.None, null, out var index))
                    throw new FormatException($"'{path}' is no path: write an index as [0].");
                if (value is not DataArray items || index >= items.Count) return Missing(out value);
                value = items[index];
            }
            else if (value is not IReadOnlyDictionary<string, object?> members || !members.TryGetValue(step, out value))
            {
                return Missing(out value);
            }
        }

        return true;
    }

    private static bool Missing(out object? value)
    {
        value = null;
        return false;
    }
}
