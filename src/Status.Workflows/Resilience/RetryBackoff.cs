namespace Status.Workflows.Resilience;

/// <summary>How the delay between tries grows. Elsa's names.</summary>
public enum RetryBackoff
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Once, twice, three times the delay.</summary>
    Linear,

    /// <summary>Doubles each time.</summary>
    Exponential,
}
