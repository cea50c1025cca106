using Status.Activities.Metrics;

namespace Status.Host.Api.Metrics;

/// <summary>A page of series.</summary>
/// <param name="Items">The series in the order of their ids.</param>
/// <param name="Next">The value of <c>after</c> for the next page; <c>null</c> on the last one.</param>
internal sealed record SeriesPage(IReadOnlyList<SeriesAnswer> Items, int? Next);

/// <summary>One series.</summary>
/// <param name="Id">The store's number for it.</param>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Unit">The unit of its values.</param>
/// <param name="CreatedAt">When its first sample came in.</param>
internal sealed record SeriesAnswer(int Id, string Name, IReadOnlyDictionary<string, string> Labels, string? Unit, DateTimeOffset CreatedAt)
{
    /// <summary>The series as it is answered.</summary>
    public static SeriesAnswer From(MetricSeries series) =>
        new(series.Id, series.Key.Name, new Dictionary<string, string>(series.Key.Labels), series.Key.Unit, series.CreatedAt);
}
