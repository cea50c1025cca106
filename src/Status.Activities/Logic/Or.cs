using Status.Workflows.Authoring;

namespace Status.Activities.Logic;

/// <summary>True when one verdict is true; false when both are false; otherwise not determined.</summary>
[Activity("Status", "Logic", "True when one verdict is true; false when both are false; otherwise not determined.")]
[FlowNode("True", "False", "NotDetermined")]
internal sealed class Or : LogicActivity
{
    protected override bool? Join(bool? a, bool? b) => a | b;
}
