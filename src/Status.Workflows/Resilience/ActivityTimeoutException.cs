namespace Status.Workflows.Resilience;

/// <summary>An activity or a run took longer than it may.</summary>
public sealed class ActivityTimeoutException : TimeoutException
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What took too long.</param>
    public ActivityTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public ActivityTimeoutException()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">What took too long.</param>
    /// <param name="innerException">Cause.</param>
    public ActivityTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
