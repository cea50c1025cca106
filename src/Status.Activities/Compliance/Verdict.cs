namespace Status.Activities.Compliance;

/// <summary>
/// What is known about a promise in one window. Three-valued on purpose: lack of data is neither a success nor a failure.
/// </summary>
public enum Verdict
{
    /// <summary>The data does not allow a statement (no samples, unknown metric, division by zero). Never passes, never fails, never restores.</summary>
    NotDetermined,

    /// <summary>The promise was kept.</summary>
    Fulfilled,

    /// <summary>The promise was broken.</summary>
    Violated,
}
