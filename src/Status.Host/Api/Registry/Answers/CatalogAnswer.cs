using System.Text.Json.Serialization;

namespace Status.Host.Api.Registry.Answers;

/// <summary>A catalog as it is answered.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is about.</param>
/// <param name="StartDate">When it begins.</param>
/// <param name="EndDate">When it ends.</param>
/// <param name="DashboardId">The dashboard that shows it.</param>
/// <param name="TpaId">The agreement that rests on it.</param>
/// <param name="Status">draft or finalized.</param>
/// <param name="TimeZone">The IANA zone of its windows.</param>
internal sealed record CatalogAnswer(
    int Id,
    string Name,
    string? Description,
    DateTimeOffset StartDate,
    DateTimeOffset? EndDate,
    [property: JsonPropertyName("dashboard_id")] string? DashboardId,
    string? TpaId,
    string Status,
    string TimeZone);
