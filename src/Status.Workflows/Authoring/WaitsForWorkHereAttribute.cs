namespace Status.Workflows.Authoring;

/// <summary>
/// Of an activity that waits for work which is under way in the installation it waits in, and which nobody else will report: a run that waits there can not be taken to another place.
/// </summary>
/// <param name="work">What it waits for, as it follows "it waits for".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WaitsForWorkHereAttribute(string work) : Attribute
{
    /// <summary>What it waits for.</summary>
    public string Work { get; } = work;
}
