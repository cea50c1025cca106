using System.Text.Json;
using Status.Activities.Metrics;

namespace Status.Host.Api.Metrics;

/// <summary>A chart's points.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Aggregate">How the samples of a step became one number.</param>
/// <param name="Start">The first instant of the range.</param>
/// <param name="End">The first instant after the range.</param>
/// <param name="StepSeconds">The length of a step in seconds.</param>
/// <param name="Points">The steps that hold samples.</param>
internal sealed record RangeAnswer(string Name, string Aggregate, DateTimeOffset Start, DateTimeOffset End, double StepSeconds, IReadOnlyList<RangePoint> Points)
{
    /// <summary>The points as they are answered.</summary>
    public static RangeAnswer From(RangeQuery query, IReadOnlyList<RangePoint> points) => new(
        query.Name, JsonNamingPolicy.CamelCase.ConvertName(query.Aggregate.ToString()), query.Window.From, query.Window.To, query.Step.TotalSeconds, points);
}
