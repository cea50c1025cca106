namespace Status.Workflows.Execution;

/// <summary>One try of an activity that has a retry strategy. Lets the activity ask for another try although nothing was thrown (an answer 503, for example).</summary>
internal abstract class ActivityAttempt
{
    /// <summary>Whether the strategy would try again after a failure of this kind.</summary>
    public abstract bool WouldRetry(RetryRequestedException failure);
}

/// <summary>Thrown in an activity that asks for another try; never leaves its guard.</summary>
internal sealed class RetryRequestedException(IReadOnlyList<string> kinds, string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>Names of the failure, the most exact first: <c>503</c>, <c>5xx</c>.</summary>
    public IReadOnlyList<string> Kinds { get; } = kinds;

    /// <summary>How long the other side asks to be left alone; <c>null</c> when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
