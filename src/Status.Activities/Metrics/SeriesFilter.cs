namespace Status.Activities.Metrics;

/// <summary>Chooses series by name and labels, page by page in the order of their ids.</summary>
/// <param name="Name">The exact name; <c>null</c> takes every name.</param>
/// <param name="Labels">Labels the series must carry; the value <see cref="Any"/> asks for the label's presence alone.</param>
/// <param name="After">The last id of the page before, 0 for the first page.</param>
/// <param name="Limit">The most series of one page.</param>
public sealed record SeriesFilter(string? Name, IReadOnlyDictionary<string, string> Labels, int After = 0, int Limit = 100)
{
    /// <summary>The label value that stands for any value.</summary>
    public const string Any = "*";
}
