using System.Text.Json;
using System.Text.Json.Serialization;
using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>
/// A run exactly as the store keeps it: its row, its packed state and the pages of its journal. State and pages are bytes, so that nothing is read and written again on the way and
/// what comes back is what left. The answer to the request that started it is not part of it.
/// </summary>
public sealed record ArchivedRun
{
    /// <summary>The form that this product writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Which form of the file this is.</summary>
    public required int Format { get; init; }

    /// <inheritdoc cref="InstanceRecord.Id"/>
    public required string Id { get; init; }

    /// <inheritdoc cref="InstanceRecord.DefinitionId"/>
    public required string DefinitionId { get; init; }

    /// <inheritdoc cref="InstanceRecord.DefinitionVersionId"/>
    public required string DefinitionVersionId { get; init; }

    /// <inheritdoc cref="InstanceRecord.Version"/>
    public required int Version { get; init; }

    /// <inheritdoc cref="InstanceRecord.SubStatus"/>
    public required InstanceSubStatus SubStatus { get; init; }

    /// <inheritdoc cref="InstanceRecord.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="InstanceRecord.CorrelationId"/>
    public string? CorrelationId { get; init; }

    /// <inheritdoc cref="InstanceRecord.ParentInstanceId"/>
    public string? ParentInstanceId { get; init; }

    /// <inheritdoc cref="InstanceRecord.IncidentCount"/>
    public required int IncidentCount { get; init; }

    /// <inheritdoc cref="InstanceRecord.IsSystem"/>
    public required bool IsSystem { get; init; }

    /// <inheritdoc cref="InstanceRecord.CreatedAt"/>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="InstanceRecord.UpdatedAt"/>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc cref="InstanceRecord.FinishedAt"/>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <inheritdoc cref="InstanceRecord.Cause"/>
    public required long Cause { get; init; }

    /// <inheritdoc cref="InstanceRecord.Depth"/>
    public required int Depth { get; init; }

    /// <inheritdoc cref="InstanceRecord.Revision"/>
    public required long Revision { get; init; }

    /// <inheritdoc cref="InstanceRecord.StateVersion"/>
    public required int StateVersion { get; init; }

    /// <inheritdoc cref="InstanceRecord.State"/>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The pages of the journal in their order.</summary>
    public required IReadOnlyList<JournalPage> Journal { get; init; }

    /// <summary>Tasks that the run waits for, each as it is listed; <c>null</c> when there are none.</summary>
    public IReadOnlyList<ArchivedTask>? Tasks { get; init; }

    /// <summary>A run with its journal.</summary>
    /// <param name="run">The row.</param>
    /// <param name="journal">The pages.</param>
    /// <param name="tasks">Tasks that it waits for.</param>
    public static ArchivedRun Of(InstanceRecord run, IReadOnlyList<JournalPage> journal, IReadOnlyList<ArchivedTask>? tasks = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new()
        {
            Format = CurrentFormat,
            Id = run.Id.Value,
            DefinitionId = run.DefinitionId,
            DefinitionVersionId = run.DefinitionVersionId,
            Version = run.Version,
            SubStatus = run.SubStatus,
            Name = run.Name,
            CorrelationId = run.CorrelationId,
            ParentInstanceId = run.ParentInstanceId,
            IncidentCount = run.IncidentCount,
            IsSystem = run.IsSystem,
            CreatedAt = run.CreatedAt,
            UpdatedAt = run.UpdatedAt,
            FinishedAt = run.FinishedAt,
            Cause = run.Cause,
            Depth = run.Depth,
            Revision = run.Revision,
            StateVersion = run.StateVersion,
            State = run.State,
            Journal = journal,
            Tasks = tasks is { Count: > 0 } ? tasks : null,
        };
    }

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ArchivedRun Parse(JsonElement json)
    {
        try
        {
            return json.Deserialize<ArchivedRun>(_options) ?? throw new JsonException("A run is expected.");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("A text in it cannot be read.", e);
        }
    }

    /// <summary>The run as JSON, bytes in base64.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, _options);

    /// <summary>The row.</summary>
    public InstanceRecord ToRecord() => new()
    {
        Id = new InstanceId(Id),
        DefinitionId = DefinitionId,
        DefinitionVersionId = DefinitionVersionId,
        Version = Version,
        Status = InstanceTransitions.StatusOf(SubStatus),
        SubStatus = SubStatus,
        Name = Name,
        CorrelationId = CorrelationId,
        ParentInstanceId = ParentInstanceId,
        IncidentCount = IncidentCount,
        IsSystem = IsSystem,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        FinishedAt = FinishedAt,
        Cause = Cause,
        Depth = Depth,
        Revision = Revision,
        StateVersion = StateVersion,
        State = State,
    };
}
