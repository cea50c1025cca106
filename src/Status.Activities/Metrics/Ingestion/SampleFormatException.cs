namespace Status.Activities.Metrics.Ingestion;

/// <summary>The body as a whole is not a batch of samples; nothing of it was stored.</summary>
public sealed class SampleFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SampleFormatException()
    {
    }

    /// <inheritdoc cref="SampleFormatException()"/>
    public SampleFormatException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="SampleFormatException()"/>
    public SampleFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc cref="SampleFormatException()"/>
    /// <param name="path">The JSON path of what is wrong.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public SampleFormatException(string path, string message)
        : base(message) => Path = path;

    /// <summary>The JSON path of what is wrong.</summary>
    public string Path { get; } = "$";
}
