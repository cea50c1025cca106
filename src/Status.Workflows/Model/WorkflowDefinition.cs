using System.Globalization;
using System.Text.Json;

namespace Status.Workflows.Model;

/// <summary>
/// A workflow definition as authored: a typed view over its kept JSON. Members that this version does not know stay in <see cref="Raw"/> and are
/// written back. Format: Elsa 3 (<c>https://elsaworkflows.io/schemas/workflow-definition/v3.0.0</c>).
/// </summary>
public sealed record WorkflowDefinition
{
    /// <summary>Version id; <c>definitionId:version</c> when the file names none.</summary>
    public required string Id { get; init; }

    /// <summary>Logical id, the same for all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Name shown to people; the logical id when the file names none.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for; <c>null</c> when not given.</summary>
    public string? Description { get; init; }

    /// <summary>Version number from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Version of the designer that wrote it, 2–4 parts.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>When the version was made; <c>null</c> when the file does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Newest version of its definition; <c>true</c> when not given.</summary>
    public bool IsLatest { get; init; } = true;

    /// <summary>The version that runs.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The designer must not change it.</summary>
    public bool IsReadonly { get; init; }

    /// <summary>Not listed to designers.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Variables of the workflow.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Inputs of the workflow.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    /// <summary>Outputs of the workflow.</summary>
    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>Outcomes of the workflow when it is used as an activity.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Options of the workflow.</summary>
    public WorkflowOptions Options { get; init; } = new();

    /// <summary>Settings of designer and host: <c>timeZone</c>, <c>persistenceMode</c>, test values … An object or undefined.</summary>
    public JsonElement CustomProperties { get; init; }

    /// <summary>The activity that the workflow runs, usually a flowchart.</summary>
    public required ActivityDefinition Root { get; init; }

    /// <summary>Number of activities, root included.</summary>
    public int ActivityCount { get; init; }

    /// <summary>The JSON it was read from; undefined for a definition made in code.</summary>
    public JsonElement Raw { get; init; }

    /// <summary>IANA time zone: <c>customProperties.timeZone</c>, else <c>UTC</c>.</summary>
    public string TimeZone => CustomText("timeZone") ?? "UTC";

    /// <summary>A text in <see cref="CustomProperties"/>; <c>null</c> when absent or no text.</summary>
    public string? CustomText(string name) =>
        CustomProperties.ValueKind == JsonValueKind.Object && CustomProperties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Most runs that may go on at the same time: <c>customProperties.maxConcurrentRuns</c>, a whole number from 1; <c>null</c> when absent or no such number.</summary>
    public int? MaxConcurrentRuns => MostRunningIn(CustomProperties);

    /// <summary>As <see cref="MaxConcurrentRuns"/>, of custom properties alone.</summary>
    internal static int? MostRunningIn(JsonElement customProperties) =>
        customProperties.ValueKind == JsonValueKind.Object && customProperties.TryGetProperty("maxConcurrentRuns", out var value)
            && ((value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var most)) || (value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out most)))
            && most >= 1
            ? most
            : null;

    /// <summary>What of its runs is kept: <c>customProperties.persistenceMode</c>, else <see cref="Model.PersistenceMode.Journalled"/>.</summary>
    public PersistenceMode PersistenceMode =>
        Enum.TryParse<PersistenceMode>(CustomText("persistenceMode"), ignoreCase: true, out var mode) ? mode : PersistenceMode.Journalled;
}

/// <summary>Options of a workflow, in Elsa's names.</summary>
public sealed record WorkflowOptions
{
    /// <summary>Type name of the strategy that decides whether a start is allowed; <c>null</c> = always.</summary>
    public string? ActivationStrategyType { get; init; }

    /// <summary>Whether designers find the workflow among the activities.</summary>
    public bool UsableAsActivity { get; init; }

    /// <summary>Whether publishing moves consumers to the new version.</summary>
    public bool AutoUpdateConsumingWorkflows { get; init; }

    /// <summary>Category in the picker when used as an activity.</summary>
    public string? ActivityCategory { get; init; }

    /// <summary>Type name of the incident strategy; <c>null</c> = a fault ends the run.</summary>
    public string? IncidentStrategyType { get; init; }

    /// <summary>Name of the commit strategy; <c>null</c> = commit at every wait and at the end.</summary>
    public string? CommitStrategyName { get; init; }
}
