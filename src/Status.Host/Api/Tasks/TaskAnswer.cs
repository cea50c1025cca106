using System.Text.Json;
using Status.Workflows.Composition;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Tasks;

/// <summary>A task that somebody has to do.</summary>
/// <param name="Id">Id of the task.</param>
/// <param name="Name">What is to be done.</param>
/// <param name="Payload">What whoever does it needs to know.</param>
/// <param name="RunId">The run that waits for the result.</param>
/// <param name="DefinitionId">Its workflow.</param>
/// <param name="CorrelationId">Correlation id of the run; absent when none.</param>
/// <param name="CreatedAt">When the run came to it.</param>
internal sealed record TaskAnswer(string Id, string Name, JsonElement Payload, string RunId, string DefinitionId, string? CorrelationId, DateTimeOffset CreatedAt)
{
    /// <summary>A task as it is sent.</summary>
    public static TaskAnswer Of(OpenTask task) =>
        new(task.Id, task.Name, JsonSerializer.Deserialize<JsonElement>(DataJson.ToJson(task.Payload)), task.InstanceId, task.DefinitionId, task.CorrelationId, task.CreatedAt);
}

/// <summary>The result of a task.</summary>
/// <param name="Result">Any JSON value; absent when the task has none.</param>
internal sealed record TaskResultRequest(JsonElement? Result);

/// <summary>Work that was set aside.</summary>
/// <param name="Id">Id of the work.</param>
/// <param name="Kind">What it would do: Start, Resume, Cancel …</param>
/// <param name="RunId">The run it is for; absent for a stimulus that nobody waited for.</param>
/// <param name="DefinitionId">The workflow it would start; absent when it starts none.</param>
/// <param name="CorrelationId">Correlation id; absent when none.</param>
/// <param name="Reason">Why it was set aside.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
internal sealed record DeadLetterAnswer(string Id, string Kind, string? RunId, string? DefinitionId, string? CorrelationId, string Reason, DateTimeOffset AcceptedAt);
