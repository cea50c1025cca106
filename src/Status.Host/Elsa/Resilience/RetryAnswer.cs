using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Resilience;

/// <summary>A failed try of an activity, after which it was tried again.</summary>
/// <param name="Id">Id of the try.</param>
/// <param name="ActivityInstanceId">The execution.</param>
/// <param name="ActivityId">The activity.</param>
/// <param name="WorkflowInstanceId">The run.</param>
/// <param name="AttemptNumber">Number of the try, from 1.</param>
/// <param name="RetryDelay">How long the next try was put off.</param>
/// <param name="Details">What went wrong and when.</param>
internal sealed record RetryAnswer(
    string Id, string ActivityInstanceId, string ActivityId, string WorkflowInstanceId, int AttemptNumber, string RetryDelay, IReadOnlyDictionary<string, object?> Details)
{
    /// <summary>The answer for an entry of the execution's payload.</summary>
    public static RetryAnswer Of(InstanceId instance, ActivityExecution execution, DataObject retry)
    {
        var number = retry["attemptNumber"] is double attempt ? (int)attempt : 0;
        var details = new Dictionary<string, object?> { ["kind"] = retry["kind"], ["message"] = retry["message"], ["at"] = retry["at"] };
        return new RetryAnswer($"{execution.Id}-retry-{number}", execution.Id, execution.ActivityId, instance.Value, number, retry["retryDelay"] as string ?? "00:00:00", details);
    }
}
