using Status.Host.Elsa.Executions;
using Status.Workflows.Model.Data;

namespace Status.Host.Elsa.Tests;

/// <summary>What came of a test.</summary>
/// <param name="ActivityState">Inputs as they were evaluated, sensitive ones left out.</param>
/// <param name="Outputs">Outputs by name.</param>
/// <param name="Payload">Outcomes and what the activity noted, failed tries among it.</param>
/// <param name="Exception">Why it faulted; absent when it did not.</param>
/// <param name="Status">How it ended, or <c>Running</c> when it waits.</param>
internal sealed record ActivityTestAnswer(DataObject ActivityState, DataObject Outputs, DataObject Payload, object? Exception, string Status)
{
    /// <summary>The answer for an execution.</summary>
    public static ActivityTestAnswer Of(ExecutionAnswer execution) =>
        // The designer looks into these without asking whether they are there.
        new(execution.ActivityState ?? [], execution.Outputs ?? [], execution.Payload ?? [], execution.Exception, execution.Status);
}
