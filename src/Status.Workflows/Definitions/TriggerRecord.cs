using Status.Workflows.Model.Data;

namespace Status.Workflows.Definitions;

/// <summary>A published trigger.</summary>
/// <param name="DefinitionId">Logical id of the definition.</param>
/// <param name="DefinitionVersionId">Version that is published.</param>
/// <param name="ActivityId">The trigger activity.</param>
/// <param name="Name">Stimulus name.</param>
/// <param name="Hash">Stimulus hash.</param>
/// <param name="Payload">What was hashed.</param>
/// <param name="Options">What the receiver needs but the hash leaves out.</param>
public sealed record TriggerRecord(string DefinitionId, string DefinitionVersionId, string ActivityId, string Name, string Hash, DataObject Payload, DataObject? Options)
{
    /// <summary>Whether only one definition may listen: a request is answered by one run; events and schedules may start many.</summary>
    public bool IsExclusive => Name == Http.HttpEndpoint.StimulusName;
}
