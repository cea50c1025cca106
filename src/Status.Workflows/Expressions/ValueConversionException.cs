namespace Status.Workflows.Expressions;

/// <summary>A value cannot be converted to the type that an input or variable asks for.</summary>
public sealed class ValueConversionException : Exception
{
    /// <summary>Creates it with a message that names value and type.</summary>
    /// <param name="message">The message.</param>
    public ValueConversionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public ValueConversionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it without a message.</summary>
    public ValueConversionException()
    {
    }
}
