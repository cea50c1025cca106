using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Executions;

/// <summary>What Elsa notes about executions beside their data.</summary>
internal static class ExecutionMetadata
{
    /// <summary>The designer asks for the failed tries of an execution, and marks it in lists, when this is set.</summary>
    private const string HasRetryAttempts = "HasRetryAttempts";

    /// <summary>The notes on one execution.</summary>
    public static DataObject Of(ActivityExecution execution) => execution.Payload?["Retries"] is DataArray { Count: > 0 } ? new DataObject { [HasRetryAttempts] = true } : [];

    /// <summary>The notes on a node: what holds for any of its executions.</summary>
    public static DataObject Of(IEnumerable<ActivityExecution> node) => node.Select(Of).FirstOrDefault(one => one.Count > 0) ?? [];
}
