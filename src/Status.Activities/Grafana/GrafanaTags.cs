namespace Status.Activities.Grafana;

/// <summary>Reads tags as designers give them.</summary>
internal static class GrafanaTags
{
    /// <summary>A list of texts, or one text with commas.</summary>
    public static IEnumerable<string> Read(object? value) => value switch
    {
        string text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable<object?> tags => tags.OfType<string>().Where(tag => tag.Length > 0),
        _ => [],
    };
}
