namespace Status.Workflows.Execution;

/// <summary>Elsa's status of an execution.</summary>
internal enum ExecutionStatus : byte
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}
