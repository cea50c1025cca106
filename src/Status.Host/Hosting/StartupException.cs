namespace Status.Host.Hosting;

/// <summary>The host cannot start or a command cannot run, for a reason its user can mend. The message is one paragraph: what, where, and the fix.</summary>
public sealed class StartupException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public StartupException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, the key or place that says so, and the fix.</param>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause, which is logged only at debug level.</summary>
    /// <param name="message">What is wrong, the key or place that says so, and the fix.</param>
    /// <param name="innerException">The cause.</param>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
