namespace Status.Workflows.Execution;

/// <summary>Thrown by the activity Fault: the designer wants the run to fault.</summary>
public sealed class WorkflowFaultException : Exception
{
    /// <summary>Creates it with the designer's message.</summary>
    /// <param name="message">The message.</param>
    public WorkflowFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public WorkflowFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it without a message.</summary>
    public WorkflowFaultException()
    {
    }
}
