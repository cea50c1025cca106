namespace Status.Workflows.Execution;

/// <summary>Accepted work that can never succeed: it is parked with the message as its reason.</summary>
public sealed class UnrunnableException : Exception
{
    /// <summary>Creates it with the reason.</summary>
    /// <param name="message">The reason.</param>
    public UnrunnableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the reason and its cause.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public UnrunnableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it without a reason.</summary>
    public UnrunnableException()
    {
    }
}
