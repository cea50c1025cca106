using Status.Workflows.Authoring;

namespace Status.Activities.Logic;

/// <summary>True when both verdicts are true; false when one is false; otherwise not determined.</summary>
[Activity("Status", "Logic", "True when both verdicts are true; false when one is false; otherwise not determined.")]
[FlowNode("True", "False", "NotDetermined")]
internal sealed class And : LogicActivity
{
    protected override bool? Join(bool? a, bool? b) => a & b;
}
