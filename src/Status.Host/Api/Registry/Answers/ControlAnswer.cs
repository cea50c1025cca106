using System.Text.Json.Nodes;

namespace Status.Host.Api.Registry.Answers;

/// <summary>A control as it is answered.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it demands.</param>
/// <param name="Period">MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, QUARTERLY or ANNUALLY.</param>
/// <param name="StartDate">When it begins.</param>
/// <param name="EndDate">When it ends.</param>
/// <param name="MashupId">The workflow that evaluates it, by its former name.</param>
/// <param name="WorkflowDefinitionId">The workflow that evaluates it.</param>
/// <param name="Params">What that workflow is given.</param>
/// <param name="Status">draft or finalized.</param>
/// <param name="CatalogId">Its catalog.</param>
internal sealed record ControlAnswer(
    int Id,
    string Name,
    string? Description,
    string Period,
    DateTimeOffset? StartDate,
    DateTimeOffset? EndDate,
    string? MashupId,
    string? WorkflowDefinitionId,
    JsonObject Params,
    string Status,
    int CatalogId);
