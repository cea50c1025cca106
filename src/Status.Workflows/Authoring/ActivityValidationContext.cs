namespace Status.Workflows.Authoring;

/// <summary>What an activity may ask and report while its definition is validated.</summary>
public abstract class ActivityValidationContext
{
    /// <summary>The definition's time zone.</summary>
    public abstract TimeZoneInfo TimeZone { get; }

    /// <summary>Whether the activity is marked to start the workflow.</summary>
    public abstract bool CanStartWorkflow { get; }

    /// <summary>Gets the value of an input that needs no run.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="value">The value; the default when the input is absent or needs a run.</param>
    /// <returns><c>true</c> when the input is a literal.</returns>
    public abstract bool TryGetLiteral<T>(Input<T>? input, out T? value);

    /// <summary>Reports an error that stops a publish.</summary>
    /// <param name="input">Name of the input property, for the path; empty for the activity as a whole.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public abstract void Error(string input, string message);

    /// <summary>Reports something worth knowing.</summary>
    /// <param name="input">Name of the input property, for the path; empty for the activity as a whole.</param>
    /// <param name="message">What should be looked at.</param>
    public abstract void Warn(string input, string message);
}
