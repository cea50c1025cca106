using System.Text.Json;
using Status.Workflows.Composition;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>A task as a file holds it, beside the run that waits for it.</summary>
/// <param name="Id">Id of the task.</param>
/// <param name="Name">Its name.</param>
/// <param name="Payload">What whoever does it needs to know.</param>
/// <param name="Hash">Hash of the stimulus that the run waits for.</param>
/// <param name="CreatedAt">When the run came to it.</param>
public sealed record ArchivedTask(string Id, string Name, JsonElement Payload, string Hash, DateTimeOffset CreatedAt)
{
    /// <summary>A task for a file.</summary>
    /// <param name="task">The task.</param>
    public static ArchivedTask Of(OpenTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var payload = JsonDocument.Parse(DataJson.ToUtf8(task.Payload), new JsonDocumentOptions { MaxDepth = 256 });
        return new(task.Id, task.Name, payload.RootElement.Clone(), task.Hash, task.CreatedAt);
    }

    /// <summary>The task of a run that has come from a file.</summary>
    /// <param name="run">The run.</param>
    public OpenTask ToTask(ArchivedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new()
        {
            Id = Id,
            Name = Name,
            Payload = DataJson.From(Payload) as DataObject ?? throw new FormatException("The payload of a task is no object."),
            Hash = Hash,
            InstanceId = run.Id,
            DefinitionId = run.DefinitionId,
            CorrelationId = run.CorrelationId,
            CreatedAt = CreatedAt,
        };
    }
}
