namespace Status.Workflows.Execution;

/// <summary>Id of a workflow instance: 16 or more lower-case letters and digits, unique over all hosts.</summary>
/// <param name="Value">The text on the wire.</param>
public readonly record struct InstanceId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
