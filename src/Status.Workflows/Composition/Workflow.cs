using Status.Workflows.Authoring;

namespace Status.Workflows.Composition;

/// <summary>Elsa's <c>Workflow</c>: the wrapper around every root.</summary>
[Activity("Elsa", "Workflows", "The workflow itself.")]
[Browsable(false)]
internal sealed class Workflow : Activity
{
    [Port]
    [Browsable(false)]
    public Activity? Root { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.ScheduleActivityAsync(Root);
}
