using Status.Workflows.Model;

namespace Status.Workflows.Authoring;

/// <summary>The workflow behind an activity type.</summary>
/// <param name="Definition">The version.</param>
/// <param name="IsPublished">Whether it is the version that runs.</param>
/// <param name="WasPublished">Whether it was ever published: then it never changes.</param>
public sealed record UsedWorkflow(WorkflowDefinition Definition, bool IsPublished, bool WasPublished);
