using Status.Workflows.Authoring;

namespace Status.Activities.Logic;

/// <summary>True when A is false or B is true: where A holds, B must hold.</summary>
[Activity("Status", "Logic", "True when A is false or B is true: where A holds, B must hold.")]
[FlowNode("True", "False", "NotDetermined")]
internal sealed class Implies : LogicActivity
{
    protected override bool? Join(bool? a, bool? b) => !a | b;
}
