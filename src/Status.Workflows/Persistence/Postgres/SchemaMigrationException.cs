namespace Status.Workflows.Persistence.Postgres;

/// <summary>A schema change could not be applied; the message names the file and what to do. The failed change left nothing behind.</summary>
public sealed class SchemaMigrationException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public SchemaMigrationException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Names the file and the fix.</param>
    public SchemaMigrationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">Names the file and the fix.</param>
    /// <param name="innerException">What PostgreSQL said.</param>
    public SchemaMigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
